import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNginx } from '../../scripts/setup/nginx.mjs';
import { toNowhere } from '../../scripts/setup/progress.mjs';
import { until } from './until.js';

/** nginx in a folder of its own, laid out as Debian does it, with its real program. */
export interface TestNginx {
  readonly folder: string;
  /** A program like `nginx`, but of this folder: what the scripts call. */
  readonly program: string;
  /** Starts it; all sites that are linked are served. */
  start(port: number): Promise<void>;
  stop(): Promise<void>;
  remove(): void;
}

export async function prepareNginx(): Promise<TestNginx> {
  const nginx = await findNginx(toNowhere);
  const folder = mkdtempSync(join(tmpdir(), 'evosync-nginx-'));
  for (const name of ['sites-available', 'sites-enabled', 'tmp', 'conf.d']) mkdirSync(join(folder, name));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${folder}/tmp/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;\n' : ''}worker_processes 1; daemon off; pid ${folder}/nginx.pid;
error_log ${folder}/error.log info;
events { worker_connections 256; }
http {
  access_log off; ${temp.join(' ')}
  include ${folder}/conf.d/*.conf;
  include ${folder}/sites-enabled/*.conf;
}
`,
  );
  const program = join(folder, 'nginx');
  const libraries = nginx.env['LD_LIBRARY_PATH'];
  writeFileSync(
    program,
    `#!/bin/sh\n${libraries === undefined ? '' : `export LD_LIBRARY_PATH='${libraries}'\n`}exec '${nginx.path}' -p '${folder}' -c '${folder}/nginx.conf' -e '${folder}/error.log' "$@"\n`,
  );
  chmodSync(program, 0o755);
  let running: { stop: () => Promise<void> } | null = null;
  return {
    folder,
    program,
    async start(port) {
      const child = spawn(program, [], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const gone = once(child, 'exit');
      running = {
        async stop() {
          child.kill('SIGTERM');
          await gone;
        },
      };
      await until('nginx to listen', () => {
        if (child.exitCode !== null)
          throw new Error(`nginx ended: ${said}${readFileSync(join(folder, 'error.log'), 'utf8')}`);
        return answers(port);
      });
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
