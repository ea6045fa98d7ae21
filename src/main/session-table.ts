import { DataTypes, type ModelStatic, type Model, type Sequelize } from 'sequelize';

/** `sessions` for the session store; the table itself is made by the migrations. */
export function sessionTable(sequelize: Sequelize): string {
  const model: ModelStatic<Model> = sequelize.define(
    'Session',
    {
      sid: { type: DataTypes.STRING(64), primaryKey: true },
      data: DataTypes.TEXT('medium'),
      // Whose it is: a new password ends them all.
      user_id: DataTypes.BIGINT.UNSIGNED,
      expires: DataTypes.DATE,
    },
    { tableName: 'sessions', createdAt: 'created_at', updatedAt: 'updated_at' },
  );
  return model.name;
}
