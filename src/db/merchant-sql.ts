/** Of a statement with the account as `u`: it is a merchant's. Only the role `user` is synced. */
export const IS_MERCHANT = `EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id AND r.name = 'user'
  WHERE ur.user_id = u.id)`;
