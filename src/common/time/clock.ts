import { Injectable } from '@nestjs/common';

/** The only source of "now" in logic, so that tests can fix it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
