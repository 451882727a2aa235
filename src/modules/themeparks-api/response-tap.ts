import { Injectable } from '@nestjs/common';

export type ResponseListener = (path: string, body: () => unknown) => void;

/** Shows every successful response to at most one listener, which must be quick and must not change it. */
@Injectable()
export class ResponseTap {
  private listener: ResponseListener | null = null;

  listen(listener: ResponseListener): void {
    this.listener = listener;
  }

  /**
   * @param path the requested path, such as `entity/{id}/children`
   * @param body reads the body, which may not be parsed yet
   */
  show(path: string, body: () => unknown): void {
    this.listener?.(path, body);
  }
}
