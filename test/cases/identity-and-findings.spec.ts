import { describeCases } from './replay/describe-cases.js';

describeCases('identity and findings', 'EF');
