import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { CronOptions } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { JOB_OPTIONS, type DueAtStart, type JobOptions } from './job.decorator.js';

/** Where `@Cron` of @nestjs/schedule keeps its arguments. */
const CRON_METADATA = 'SCHEDULE_CRON_OPTIONS';

export interface ScheduledJob extends JobOptions {
  name: string;
  /** The expression of `@Cron`. */
  cronTime: string;
  /** The cron expression that applies, in UTC: the setting's if there is one, otherwise that of `@Cron`. */
  schedule: string;
  /** The decorated method. */
  work: (signal: AbortSignal) => Promise<unknown>;
  /** Undefined: the job never runs at the start of the process. */
  isDueAtStart: (() => Promise<boolean>) | undefined;
  /** Whether the settings of this process enable the job. */
  isEnabledHere: boolean;
}

/** Finds the jobs of the application: methods with `@Cron` and `@Job`, in any module. */
@Injectable()
export class JobExplorer {
  private jobs: readonly ScheduledJob[] | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
  ) {}

  /** In order of their names. */
  find(): readonly ScheduledJob[] {
    this.jobs ??= this.explore().sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.jobs;
  }

  private explore(): ScheduledJob[] {
    const instances = new Set(this.discovery.getProviders().map(({ instance }) => instance as unknown));
    const jobs = [...instances].flatMap((instance) => (isObject(instance) ? this.jobsOf(instance) : []));
    const names = jobs.map(({ name }) => name);
    const duplicated = names.find((name, index) => names.indexOf(name) !== index);
    if (duplicated !== undefined) throw new Error(`Two jobs are named ${duplicated}`);
    return jobs;
  }

  private jobsOf(instance: object): ScheduledJob[] {
    const prototype = Object.getPrototypeOf(instance) as Record<string, ScheduledJob['work']>;
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const cron = this.reflector.get<(CronOptions & { cronTime: string }) | undefined>(
        CRON_METADATA,
        prototype[method]!,
      );
      if (cron === undefined) return [];
      const options = this.reflector.get<JobOptions | undefined>(JOB_OPTIONS, prototype[method]!);
      const where = `${instance.constructor.name}.${method}`;
      if (options === undefined || cron.name === undefined) {
        throw new Error(`${where}: @Cron needs a name, and @Job on the same method`);
      }
      const { name, cronTime } = cron;
      const schedule = options.setting === undefined ? cronTime : this.config[options.setting];
      const isEnabledHere = options.isEnabled?.(this.config) ?? true;
      const work = prototype[method]!.bind(instance);
      const isDueAtStart = (instance as Partial<DueAtStart>).isDueAtStart?.bind(instance);
      return [{ ...options, name, cronTime, schedule, isEnabledHere, work, isDueAtStart }];
    });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
