export const IMPORT_HELP = `Imports wait-time history from the archive into the database.

  npm run import -- <what> [options]

What (exactly one)
  --all-parks              every destination of the archive
  --destination UUID       one destination, by its id in the archive
  --park-id N              one park that was imported before, by its id here (see /api/parks)
  --resume [IMPORT]        continue one import; without an id all that were interrupted or wait,
                           or else the newest paused or failed one
  --list-destinations      what the archive has: destinations, first and last day, files
  --status [IMPORT]        the latest imports, or one in detail
  --cancel IMPORT          end an import; what it has imported is kept

Options of an import
  --start-date YYYY-MM-DD  first UTC day (default: the archive's first)
  --end-date YYYY-MM-DD    last UTC day (default: the archive's last)
  --on-conflict WHICH      archive (default) or live: which row stays when both have the same instant
  --mappings FILE          apply this CSV of manual id mappings first (also with --resume)
  --replace-live           remove the LIVE rows of every park-day that the archive covers whole; asks first;
                           not with --on-conflict live
  --yes                    do not ask
  --dry-run                read and check everything, store nothing, report what would come in

  --json                   one JSON object on stdout and nothing else there
  --help                   this text

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 finished but some data was rejected, 78 wrong configuration,
130 interrupted (everything committed is kept; the last lines say how to resume).
Ctrl+C stops at the next checkpoint, a second one at once. Both are safe.`;
