import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { CronOptions } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { JOB_OPTIONS, type JobHandler, type JobOptions } from './job.decorator.js';

/** Where `@Cron` of @nestjs/schedule keeps its arguments. */
const CRON_METADATA = 'SCHEDULE_CRON_OPTIONS';

export interface ScheduledJob extends JobOptions {
  name: string;
  /** The expression of `@Cron`. */
  cronTime: string;
  /** The cron expression that counts, in UTC: that of the setting, else that of `@Cron`. */
  schedule: string;
  handler: JobHandler;
  /** By the settings of this process. */
  isEnabledHere: boolean;
}

/** Finds the jobs of the application: `run` methods with `@Cron` and `@Job`, in whichever module they are. */
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
    const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const cron = this.reflector.get<(CronOptions & { cronTime: string }) | undefined>(
        CRON_METADATA,
        prototype[method]!,
      );
      if (cron === undefined) return [];
      const options = this.reflector.get<JobOptions | undefined>(JOB_OPTIONS, prototype[method]!);
      const where = `${instance.constructor.name}.${method}`;
      if (options === undefined || cron.name === undefined || method !== 'run') {
        throw new Error(`${where}: @Cron belongs on a method run(), with a name, together with @Job`);
      }
      const { name, cronTime } = cron;
      const schedule = options.setting === undefined ? cronTime : this.config[options.setting];
      const isEnabledHere = options.isEnabled?.(this.config) ?? true;
      return [{ ...options, name, cronTime, schedule, isEnabledHere, handler: instance as JobHandler }];
    });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
