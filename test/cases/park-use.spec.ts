import { describeCases } from './replay/describe-cases.js';

describeCases('the use of a park on a local day', 'A');
