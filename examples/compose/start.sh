#!/bin/sh
# A certificate of its own, and then the application.
set -e
openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/key.pem -out /tmp/cert.pem -days 7 -subj /CN=app 2>/dev/null
exec node "$(dirname "$0")/app.mjs"
