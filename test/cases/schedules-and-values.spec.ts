import { describeCases } from './replay/describe-cases.js';

describeCases('schedule responses and values', 'BCD');
