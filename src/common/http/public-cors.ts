import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { HeaderList } from './request-headers.js';

const ANY: HeaderList = ['Access-Control-Allow-Origin', '*'];
const NONE: HeaderList = [];

/** The origins whose pages may read the public part, by CORS_ORIGINS. */
@Injectable()
export class PublicCors {
  private readonly origins: ReadonlySet<string>;
  private readonly isForAll: boolean;

  constructor({ CORS_ORIGINS }: AppConfig) {
    this.isForAll = CORS_ORIGINS === '*';
    this.origins = new Set(CORS_ORIGINS.split(',').map((origin) => origin.trim().toLowerCase()));
  }

  /** For the framework. */
  get origin(): NonNullable<CorsOptions['origin']> {
    return this.isForAll ? '*' : [...this.origins].filter((origin) => origin !== 'none');
  }

  /** For responses that are served before the framework. */
  headersFor(origin: string | undefined): HeaderList {
    if (this.isForAll) return ANY;
    return origin !== undefined && this.origins.has(origin) ? ['Access-Control-Allow-Origin', origin] : NONE;
  }
}
