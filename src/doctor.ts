import { runDoctorProgram } from './cli/doctor/doctor-program.js';
import { endWith } from './cli/end-process.js';
import { processTerminal } from './cli/terminal.js';

endWith(await runDoctorProgram(process.argv.slice(2), processTerminal()));
