import { Module } from '@nestjs/common';
import { StatisticsModule } from '../../modules/statistics/statistics.module.js';
import { StatisticsStep } from './statistics-step.js';

@Module({ imports: [StatisticsModule], providers: [StatisticsStep], exports: [StatisticsStep] })
export class StatisticsStepModule {}
