// A server with accounts, one for each worker of the test runner.
import { test as base } from '@playwright/test';
import { Server } from './server.ts';

export const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ auth: true });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});
