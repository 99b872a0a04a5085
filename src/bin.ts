#!/usr/bin/env node
// What the `mock-wiraya` command runs.
import { loadBundle } from './bundle.ts';

loadBundle(true).command();
