import type { Actor } from '../domain/access/actor.js';
import type { OWN_PERMISSIONS, Permission } from '../domain/access/permissions.js';
import type { WebServices } from './web-services.js';

type OwnPermission = (typeof OWN_PERMISSIONS)[number];
type Method = (...input: never[]) => unknown;

/** Asked for by use cases of operators: they take an `Actor` first, and refuse one who lacks it. */
type AskedOfActor = Exclude<Permission, OwnPermission>;
/** Asked for by all others: they touch what is the caller's own, or need nobody (`open`), or a machine's secret (`key`). */
type AskedOfOthers = OwnPermission | 'open' | 'key';

type AccessOf<Case> = Case extends Method ? (Parameters<Case>[0] extends Actor ? AskedOfActor : AskedOfOthers) : never;

/** What each use case of the site asks for; values that are no use cases are left out. */
export type UseCaseAccess = {
  readonly [S in keyof WebServices]: {
    readonly [M in keyof WebServices[S] as WebServices[S][M] extends Method ? M : never]-?: AccessOf<WebServices[S][M]>;
  };
};

/**
 * The one list of what every use case asks for. A service or a method that is missing here does not compile, nor does one
 * that takes an `Actor` and asks for nothing an operator must have.
 *
 * To add a use case of operators: take `actor: Actor` first, call `mustHave(actor, 'area.verb')` in the first line, and
 * name the same permission here. The test of `access-use-cases.db.test.ts` calls it with actors of every kind by itself.
 */
export const USE_CASE_ACCESS = {
  accounts: {
    logIn: 'open',
    findUser: 'open',
    mayKeepForm: 'open',
    register: 'open',
    resendConfirmation: 'open',
    confirmation: 'open',
    confirmEmail: 'open',
    forgotPassword: 'open',
    canReset: 'open',
    resetPassword: 'open',
    invite: 'users.invite',
    invitation: 'open',
    acceptInvitation: 'open',
    profile: 'account.own',
    editProfile: 'account.own',
    cancelEmailChange: 'account.own',
    changePassword: 'account.own',
    requestDeletion: 'account.own',
    cancelDeletion: 'account.own',
    exportData: 'account.own',
  },
  connections: {
    cards: 'shop.own',
    connectEvotor: 'shop.own',
    connectVk: 'shop.own',
    test: 'shop.own',
    disconnect: 'shop.own',
  },
  vkId: {
    begin: 'shop.own',
    answer: 'shop.own',
    choice: 'shop.own',
    connectByHand: 'shop.own',
    choose: 'shop.own',
    change: 'shop.own',
    probeCaptcha: 'shop.own',
  },
  vkCatalogue: { albums: 'shop.own', items: 'shop.own' },
  catalogue: {
    stores: 'shop.own',
    groups: 'shop.own',
    products: 'shop.own',
    toggleStore: 'shop.own',
    toggleGroup: 'shop.own',
    previewToggle: 'shop.own',
    setRule: 'shop.own',
    setRules: 'shop.own',
    bulkIds: 'shop.own',
    previewRules: 'shop.own',
    setRuleOf: 'shop.own',
    bringBackGoods: 'shop.own',
    vanished: 'shop.own',
    requestRefresh: 'shop.own',
    fillOnce: 'shop.own',
    reading: 'shop.own',
  },
  sync: {
    overview: 'shop.own',
    setEnabled: 'shop.own',
    setConfirmed: 'shop.own',
    confirm: 'shop.own',
    runNow: 'shop.own',
    preview: 'shop.own',
    setPaused: 'shop.own',
    saveSettings: 'shop.own',
    job: 'shop.own',
  },
  preview: { trySettings: 'shop.own', quota: 'shop.own', latest: 'shop.own', goods: 'shop.own', apply: 'shop.own' },
  approvals: {
    approve: 'shop.own',
    decline: 'shop.own',
    cancel: 'shop.own',
    undoPlan: 'shop.own',
    undo: 'shop.own',
    pilot: 'shop.own',
  },
  history: { runs: 'shop.own', export: 'shop.own', retryable: 'shop.own', retryFailed: 'shop.own' },
  products: { view: 'shop.own', timeline: 'shop.own' },
  shop: {
    questionCounts: 'shop.own',
    drifts: 'shop.own',
    answerDrift: 'shop.own',
    offers: 'shop.own',
    answerOffer: 'shop.own',
    bringBack: 'shop.own',
  },
  listings: {
    setOverride: 'shop.own',
    setLock: 'shop.own',
    setGroupPrice: 'shop.own',
    setGroupCategory: 'shop.own',
    setPhoto: 'shop.own',
    removePhoto: 'shop.own',
    previewNames: 'shop.own',
    previewMerge: 'shop.own',
    previewRule: 'shop.own',
    setStoreOrder: 'shop.own',
  },
  notices: {
    needs: 'shop.own',
    open: 'shop.own',
    history: 'shop.own',
    snooze: 'shop.own',
    dismiss: 'shop.own',
    setMail: 'shop.own',
    unsubscribing: 'open',
    unsubscribe: 'open',
  },
  overview: { setup: 'shop.own', days: 'shop.own', keepAllGoods: 'shop.own', skipPilot: 'shop.own' },
  health: { ready: 'open' },
  claims: { offers: 'shop.own', claim: 'shop.own' },
  webhooks: {
    admit: 'key',
    productsChanged: 'key',
    tillRegistered: 'key',
    tillLoggedIn: 'key',
    tokenGiven: 'key',
    installationChanged: 'key',
    subscriptionChanged: 'key',
  },
  photos: {
    list: 'shop.own',
    ofProduct: 'shop.own',
    picture: 'shop.own',
    groupVersion: 'shop.own',
    merchantVersion: 'shop.own',
    setByFileName: 'shop.own',
  },
  groupSettings: { view: 'shop.own', tryPrice: 'shop.own', savePrice: 'shop.own', saveCategory: 'shop.own' },
  exports: { stores: 'shop.own', groups: 'shop.own', products: 'shop.own', overrides: 'shop.own' },
  overrideImports: { check: 'shop.own', view: 'shop.own', faults: 'shop.own', apply: 'shop.own' },
  incomingLog: { note: 'key', drain: 'key' },
  apiLog: { list: 'api_log.view', line: 'api_log.view' },
  adminUsers: {
    list: 'users.view',
    view: 'users.view',
    invite: 'users.invite',
    sendInvite: 'users.invite',
    activate: 'users.status',
    suspend: 'users.status',
    resetPassword: 'users.reset_password',
    edit: 'users.edit',
    delete: 'users.delete',
  },
  audit: { list: 'audit.view' },
  adminJobs: {
    list: 'jobs.view',
    job: 'jobs.view',
    runNow: 'jobs.control',
    setPaused: 'jobs.control',
    cancel: 'jobs.control',
    terminate: 'jobs.control',
  },
  systemHealth: {
    read: 'health.view',
    notices: 'health.view',
    clockedMerchants: 'health.view',
    pauseSchedule: 'clock.control',
    resumeSchedule: 'clock.control',
    triggerSchedule: 'clock.control',
  },
  adminRoles: { view: 'roles.view', preview: 'roles.edit', setGrants: 'roles.edit' },
} as const satisfies UseCaseAccess;
