#!/usr/bin/env bash
# One would guess: mkdir(path, { recursive: true }) of Node fails where a folder cannot be made, as it does with EACCES or ENOTDIR.
# What happens (Node 20.20.2, Linux): where mkdir(2) gives ENOENT although the parent exists, as below /proc, it makes the parent, which
# is there, tries again, and so on for ever. The promise never settles, the synchronous call never returns, both with a full processor.
# What helps: make the parents one after another, and give up on ENOENT if the parent exists (makeFolder in src/common/files.ts).
# Source: fs.mkdir of the Node documentation names no such case.
# Exits with 1 if this changes.
set -euo pipefail
look() { timeout --signal=KILL 5 node --input-type=module -e "$1" 2>/dev/null || echo "exit code $?"; }
async=$(look "import { mkdir } from 'node:fs/promises';
  await mkdir('/proc/none/folder', { recursive: true }).catch(({ code }) => console.log(code));")
sync=$(look "import { mkdirSync } from 'node:fs';
  try { mkdirSync('/proc/none/folder', { recursive: true }); } catch ({ code }) { console.log(code); }")
plain=$(look "import { mkdirSync } from 'node:fs';
  try { mkdirSync('/proc/none'); } catch ({ code }) { console.log(code); }")
echo "node $(node --version): mkdir of promises: $async; mkdirSync: $sync; without recursive: $plain"
[[ $plain == ENOENT && $async == 'exit code 137' && $sync == 'exit code 137' ]]
