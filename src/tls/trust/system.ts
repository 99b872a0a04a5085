import type { Section, Trust } from './trust.ts';

/** How the system comes to trust the authority, and how that is taken back. */
export function systemSection({ shell, platform, file, certificate }: Trust): Section {
  const path = shell.quote(file);
  const sha1 = certificate.fingerprint.replaceAll(':', '');
  switch (platform) {
    case 'win32':
      return {
        about: ['The system, for this user: browsers, .NET, Go, curl. The second takes it back.'],
        lines: [`certutil -user -addstore Root ${path}`, `certutil -user -delstore Root ${sha1}`],
      };
    case 'darwin':
      return {
        about: ['The system, for this user: browsers, .NET, Go, curl. The second takes it back.'],
        lines: [
          `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${path}`,
          `security delete-certificate -t -Z ${sha1}`,
        ],
      };
    default:
      return {
        about: [
          'The system: curl, PHP, Go, .NET and what else has no bundle of its own. The first for Debian, Ubuntu and',
          'Alpine, the second for Fedora and its kin. Once the copy is removed, the same command takes it back; that of',
          'the first then needs --fresh.',
        ],
        lines: [
          `sudo cp ${path} /usr/local/share/ca-certificates/mock-wiraya.crt; sudo update-ca-certificates`,
          `sudo cp ${path} /etc/pki/ca-trust/source/anchors/mock-wiraya.pem; sudo update-ca-trust`,
        ],
      };
  }
}
