import { PushQueue } from './queue.ts';
import { PushSender } from './sender.ts';
import type { PushTarget } from './target.ts';

export interface PushingOptions {
  /** Where the queue lies. */
  dataDir: string;
  /** Who is told at present; settings may change. */
  listTargets: () => readonly PushTarget[];
  onMessage: (message: string) => void;
}

export interface Pushing {
  /** Ends at once. What is under way stays in the queue. */
  close(): void;
}

/** Time between two looks at the queue, in milliseconds. */
const LOOK_INTERVAL = 1_000;

/** Sends what comes into the queue, in the idle time of this process. Whatever goes wrong is told and tried again. */
export function startPushing({ dataDir, listTargets, onMessage }: PushingOptions): Pushing {
  let open: { queue: PushQueue; sender: PushSender; names: string } | undefined;
  let trouble: string | undefined;
  let isRunning = false;
  const look = async (): Promise<void> => {
    const targets = listTargets();
    if (targets.length === 0) return;
    if (!open) {
      const queue = new PushQueue(dataDir);
      open = { queue, names: '', sender: new PushSender({ queue, now: () => Date.now() / 1000, onMessage }) };
    }
    const names = targets.map(({ name }) => name);
    if (open.names !== names.join('\n')) open.queue.keepTargets(names);
    open.names = names.join('\n');
    await open.sender.sendDue(targets);
    trouble = undefined;
  };
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    look()
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== trouble) onMessage(`pushes fail: ${message}; they are tried again`);
        trouble = message;
        // The file may have been removed or replaced.
        open?.sender.close();
        open?.queue.close();
        open = undefined;
      })
      .finally(() => {
        isRunning = false;
      });
  }, LOOK_INTERVAL);
  return {
    close() {
      clearInterval(timer);
      open?.sender.close();
    },
  };
}
