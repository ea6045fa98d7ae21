// What workflow code and rules reach over any number of steps when they run; imports of types do not count.
// The direct rules of .dependency-cruiser.cjs cannot see a legal import of a file that itself imports too much.

const { options } = require('./.dependency-cruiser.cjs');

const NODE = '^(node:)?[a-z_/]+$';
const OUTSIDE = [
  '^src/(db|web|services|clients|config|photos|security|mail|observability|cli|main)/',
  '^activities/',
  '^temporal/(client|schedules|worker)',
  '^node_modules/(?!@temporalio/(workflow|common)/)',
  NODE,
];

module.exports = {
  forbidden: [
    {
      name: 'workflows-reach-nothing-outside',
      comment: 'One of the files on the path pulls the world into code that is replayed.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: OUTSIDE, reachable: true },
    },
    {
      name: 'domain-reaches-nothing-outside',
      comment: 'One of the files on the path pulls the world into a pure rule.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: OUTSIDE, reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
