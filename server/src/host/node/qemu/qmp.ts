import type { Socket } from 'node:net';

/** QEMU's answers are a few MB at most; what sends more without a line end is no QEMU. */
const MOST_CHARACTERS = 128 << 20;

/** The other end went away. */
export class ConnectionLost extends Error {}

export interface QmpVersion {
  /** Such as `7.2.22`. */
  readonly release: string;
  readonly package: string;
}

type Message = Readonly<Record<string, unknown>>;

/** A QMP connection, one command at a time. */
export class Qmp {
  private constructor(
    private readonly socket: Socket,
    private readonly messages: AsyncGenerator<Message, void>,
    readonly version: QmpVersion,
  ) {}

  /** Reads the greeting and leaves the negotiation mode. `peer` names the other end in messages. */
  static async open(socket: Socket, peer: string): Promise<Qmp> {
    // a lost connection shows in the messages
    socket.on('error', () => {});
    const messages = readMessages(socket, peer);
    const greeting = (await next(messages)).QMP;
    const version = isRecord(greeting) ? readVersion(greeting.version) : undefined;
    if (!version) throw new Error(`${peer} does not speak QMP.`);
    const qmp = new Qmp(socket, messages, version);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /** The monitor command that was run last. */
  lastCommand: string | undefined;

  /** Runs a QMP command; rejects with QEMU's own words where it refuses. */
  async execute(name: string, values?: Message): Promise<unknown> {
    this.socket.write(`${JSON.stringify({ execute: name, ...(values ? { arguments: values } : {}) })}\n`);
    const { error, return: answer } = await next(this.messages);
    if (error === undefined) return answer;
    throw new Error(`${name}: ${isRecord(error) && typeof error.desc === 'string' ? error.desc : 'refused'}`);
  }

  /** What the human monitor prints for a command, lines ending in LF. */
  async monitor(command: string): Promise<string> {
    this.lastCommand = command;
    const text = await this.execute('human-monitor-command', { 'command-line': command });
    return typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '';
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The next message that is not an event. */
async function next(messages: AsyncGenerator<Message, void>): Promise<Message> {
  for (;;) {
    const { value, done } = await messages.next();
    if (done || !value) throw new ConnectionLost('QEMU closed its QMP connection.');
    if (!('event' in value)) return value;
  }
}

async function* readMessages(socket: Socket, peer: string): AsyncGenerator<Message, void> {
  let text = '';
  try {
    for await (const chunk of socket.setEncoding('utf8')) {
      let from = text.length;
      text += String(chunk);
      for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n')) {
        yield parse(text.slice(0, end), peer);
        text = text.slice(end + 1);
        from = 0;
      }
      if (text.length > MOST_CHARACTERS) throw new Error(`${peer} sends a line that does not end.`);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new ConnectionLost(`QMP: ${error.message}`);
    throw error;
  }
}

function parse(line: string, peer: string): Message {
  try {
    const message: unknown = JSON.parse(line);
    if (isRecord(message)) return message;
  } catch {
    // told below
  }
  throw new Error(`${peer} does not speak QMP.`);
}

const isRecord = (value: unknown): value is Message => typeof value === 'object' && value !== null;

function readVersion(version: unknown): QmpVersion | undefined {
  if (!isRecord(version) || !isRecord(version.qemu)) return undefined;
  const { major, minor, micro } = version.qemu;
  const words = typeof version.package === 'string' ? version.package.trim() : '';
  return { release: `${major}.${minor}.${micro}`, package: words };
}
