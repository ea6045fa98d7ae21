import { Connection, isGrpcServiceError } from '@temporalio/client';
import { AppError } from '../src/domain/errors.js';

/** Milliseconds one try may take. */
const TRY_MS = 5000;
/** gRPC's number for an answer that the thing asked for is not there. */
const NOT_FOUND = 5;

/** One try whether the server answers and has the namespace. @throws AppError TEMPORAL.DOWN, TEMPORAL.NAMESPACE_UNKNOWN */
export async function reachTemporal({ address, namespace }: { address: string; namespace: string }): Promise<void> {
  const fault = (code: string, cause: unknown) =>
    new AppError('unavailable', code, { server: address, namespace }, { cause });
  const connection = await Connection.connect({ address, connectTimeout: TRY_MS }).catch((error: unknown) => {
    throw fault('TEMPORAL.DOWN', error);
  });
  try {
    await connection.withDeadline(Date.now() + TRY_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (error) {
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    const isMissing = code === NOT_FOUND;
    throw fault(isMissing ? 'TEMPORAL.NAMESPACE_UNKNOWN' : 'TEMPORAL.DOWN', error);
  } finally {
    await connection.close();
  }
}
