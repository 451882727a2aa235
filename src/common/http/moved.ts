import { ApiProperty } from '@nestjs/swagger';

/** The body of a redirect. */
export class MovedView {
  @ApiProperty({
    type: String,
    example: '/api/parks/islandsofadventure/live',
    description: 'Path and query to request',
  })
  location: string;
}

/** Ends a request with a redirect to the present address. 308 keeps the method and the body of the request. */
export class MovedError extends Error {
  static readonly STATUS = 308;

  /** @param location path and query, without the base path */
  constructor(readonly location: string) {
    super(`moved to ${location}`);
    this.name = new.target.name;
  }
}
