import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, IsNull, LessThanOrEqual, Like, MoreThan, Not, type Repository } from 'typeorm';
import { cutText } from '../../common/text.js';
import { type ActiveLease, JobLease } from './job-lease.entity.js';

/** The newest run of a job, in whichever process. */
export interface JobRun {
  name: string;
  /** The process that is running it; null: none. */
  owner: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  result: string | null;
}

const MAX_RESULT = 255;

/** Rows of job_leases. Each change is a single statement, so that it needs no transaction. */
@Injectable()
export class JobLeaseRepository {
  constructor(@InjectRepository(JobLease) private readonly leases: Repository<JobLease>) {}

  /**
   * Acquires the lease for `owner`; false while another owner holds it. A lease that ends later than a new one would was set
   * by a clock that was ahead. It is not taken over, because its owner may still be working, but shortened to `until`; a
   * living owner renews it well before then. Accepts its own owner: a statement may be repeated after it has taken effect.
   */
  async acquire(name: string, owner: string, until: Date, now: Date): Promise<boolean> {
    await this.ensure(name);
    const { affected } = await this.leases
      .createQueryBuilder()
      .update()
      .set({ owner, until, lastStartedAt: now })
      .where([
        { name, owner: IsNull() },
        { name, until: IsNull() },
        { name, until: LessThanOrEqual(now) },
        { name, owner },
      ])
      .execute();
    if (affected === 1) return true;
    await this.leases.update({ name, until: MoreThan(until) }, { until });
    return false;
  }

  /** Null if no process holds the lease. */
  async findActive(name: string, now: Date): Promise<ActiveLease | null> {
    const lease = await this.leases.findOneBy({ name, owner: Not(IsNull()), until: MoreThan(now) });
    return lease === null ? null : { since: lease.lastStartedAt!, until: lease.until! };
  }

  /** Renews the lease; false if it was lost. */
  async renew(name: string, owner: string, until: Date): Promise<boolean> {
    const { affected } = await this.leases.update({ name, owner }, { until });
    return affected === 1;
  }

  /** Ends the lease, if this owner still holds it, and records the result of the run. */
  async release(name: string, owner: string, now: Date, result: string): Promise<void> {
    await this.leases.update(
      { name, owner },
      { owner: null, until: null, lastFinishedAt: now, lastResult: cutText(result, MAX_RESULT) },
    );
  }

  /** Whether the job has run and its last run neither failed nor was cut short. */
  async lastRunEndedWell(name: string): Promise<boolean> {
    const isComplete = And(Not(Like('FAILED%')), Not(Like('STOPPED%')));
    return this.leases.existsBy({ name, lastFinishedAt: Not(IsNull()), lastResult: isComplete });
  }

  async findRuns(now: Date): Promise<JobRun[]> {
    const leases = await this.leases.find();
    return leases.map(({ name, owner, until, lastStartedAt, lastFinishedAt, lastResult }) => ({
      name,
      owner: until !== null && until > now ? owner : null,
      startedAt: lastStartedAt,
      finishedAt: lastFinishedAt,
      result: lastResult,
    }));
  }

  /** Records a run without a lease. Several processes may have one at a time; the last to end overwrites the others. */
  async recordRun(name: string, startedAt: Date, finishedAt: Date, result: string): Promise<void> {
    await this.ensure(name);
    await this.leases.update(
      { name },
      { lastStartedAt: startedAt, lastFinishedAt: finishedAt, lastResult: cutText(result, MAX_RESULT) },
    );
  }

  /** Adds the row of the job, unless it is there. */
  private async ensure(name: string): Promise<void> {
    await this.leases.createQueryBuilder().insert().orIgnore().values({ name }).updateEntity(false).execute();
  }
}
