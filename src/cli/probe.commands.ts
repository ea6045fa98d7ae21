import { ownerOfCommunity } from '../db/repositories/vk-connections.repository.js';
import type { VkGroupId } from '../domain/brand.js';
import { AppError } from '../domain/errors.js';
import { needsPerson } from '../domain/sync/job-outcome.js';
import { registerSecret } from '../observability/redact.js';
import { probeEvotor } from '../services/probes/evotor/probe-evotor.js';
import type { ProbeParts } from '../services/probes/probe-parts.js';
import { reportLines, type ProbeReport } from '../services/probes/report.js';
import { createVkProbe, type VkProbe, type VkProbeView } from '../services/probes/vk/probe-vk.js';
import { ProbeStopped } from '../services/probes/vk/shop-desk.js';
import { EXIT, type CliContext, type Command, type CommandResult } from './context.js';
import { UsageError } from './usage-error.js';

/** A shop with more goods is somebody's, and not one for trying things. */
const TEST_SHOP_GOODS = 50;

/** Commands that try out what the vendors' documents leave open. */
export const probeCommands: readonly Command[] = [
  {
    name: 'probe:vk',
    usage: 'probe:vk --group ID [--yes] [--many]',
    about:
      'try on a test community what nobody knows of VK, undo it, and say what to change; a key of its administrator on standard input, and on a second line «probe ID» unless --yes',
    async run(context) {
      const groupId = groupOf(context);
      const isSure = context.args.has('yes');
      const [token = '', typed] = (await context.readSecret('VK token')).split(/\r?\n/);
      registerSecret(token);
      const db = await context.db();
      if (!isSure && (await ownerOfCommunity(db, groupId)) !== null)
        throw new UsageError('a merchant of this installation has this community; take a test community, or add --yes');
      const { config } = context;
      return withParts(context, async parts => {
        const probe = createVkProbe({
          ...parts,
          ...{ token, groupId, dataDir: config.dataDir },
          ...{ vkApiUrl: config.vk.apiUrl, vkApiVersion: config.vk.apiVersion },
          ...{ callsPerSecond: config.vk.callsPerSecond, categoryId: config.vk.categoryId },
        });
        const view = await lookAt(probe);
        if (!isSure && view.goods > TEST_SHOP_GOODS)
          throw new UsageError(
            `«${view.group.name}» has ${view.goods} goods: no test community; --yes tries it there all the same`,
          );
        const isConfirmed = isSure || (await hasConfirmed(context, typed, groupId, view));
        if (!isConfirmed) return notConfirmed(groupId, view);
        return resultOf(await probe.run(view, context.args.has('many')));
      });
    },
  },
  {
    name: 'probe:evotor',
    usage: 'probe:evotor',
    about: 'read from an account what nobody knows of Evotor, and say what to change; its token on standard input',
    async run(context) {
      const token = await context.readSecret('Evotor token');
      registerSecret(token);
      const { apiUrl: evotorApiUrl } = context.config.evotor;
      return withParts(context, async parts => resultOf(await probeEvotor({ ...parts, token, evotorApiUrl })));
    },
  },
];

/** The log of the calls is written whatever becomes of the probe. */
async function withParts(
  context: CliContext,
  work: (parts: ProbeParts) => Promise<CommandResult>,
): Promise<CommandResult> {
  const parts = await context.probes();
  try {
    return await work(parts);
  } finally {
    await parts.drain();
  }
}

function groupOf({ args }: CliContext): VkGroupId {
  const groupId = Number(args.need('group'));
  if (!Number.isSafeInteger(groupId) || groupId <= 0)
    throw new UsageError('--group must be the positive id of the community');
  return groupId as VkGroupId;
}

async function lookAt(probe: VkProbe): Promise<VkProbeView> {
  try {
    return await probe.look();
  } catch (error) {
    if (error instanceof ProbeStopped) throw new AppError('upstream_rejected', error.code);
    throw error;
  }
}

const words = (groupId: VkGroupId): string => `probe ${groupId}`;

async function hasConfirmed(
  context: CliContext,
  typed: string | undefined,
  groupId: VkGroupId,
  view: VkProbeView,
): Promise<boolean> {
  const said = typed ?? (await context.ask(`${whatItDoes(view)} Type «${words(groupId)}» to go on: `));
  return said?.trim() === words(groupId);
}

const whatItDoes = ({ group, goods }: VkProbeView): string =>
  `About 10 goods and 4 albums will be made in «${group.name}» (${goods} goods) and deleted again; their photos stay.`;

function notConfirmed(groupId: VkGroupId, view: VkProbeView): CommandResult {
  const text = [whatItDoes(view), `Not confirmed: give «${words(groupId)}» on a second line, or --yes.`];
  return { json: { error: 'NOT_CONFIRMED', expected: words(groupId) }, text, exit: EXIT.person };
}

function resultOf(report: ProbeReport): CommandResult {
  const exit = report.verdict === 'go' ? EXIT.done : needsPerson(report.brokeOff) ? EXIT.person : EXIT.failed;
  return { json: { ...report }, text: reportLines(report), exit };
}
