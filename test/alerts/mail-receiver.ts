import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | undefined;
  text: string;
}

/** A mail server on loopback, without TLS. It refuses recipients whose address begins with `refused`. */
export async function startMailReceiver(host = '127.0.0.1') {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right-password' ? done(null, { user: username }) : done(new Error('535 who is bob@example.org')),
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('refused') ? new Error('no such user') : null),
    onData(stream, { envelope, user }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          user: user as string | undefined,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, host, () => resolve((listening.address() as { port: number }).port));
  });
  return { port, received, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

export type MailReceiver = Awaited<ReturnType<typeof startMailReceiver>>;
