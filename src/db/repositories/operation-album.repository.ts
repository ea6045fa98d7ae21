import type { JobId, VkAlbumId } from '../../domain/brand.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { Queries } from '../database.js';

/** Keeps with a planned operation which album it is about. */
export async function setAlbumOfOperation(
  queries: Queries,
  operation: {
    readonly jobId: JobId;
    readonly planNo: number;
    readonly kind: OperationKind;
    readonly title: string;
  },
  albumId: VkAlbumId,
): Promise<void> {
  await queries.change(
    `UPDATE sync_operations SET vk_album_id = :albumId
     WHERE job_id = :jobId AND plan_no = :planNo AND kind = :kind AND album_title = :title AND state = 'planned'`,
    { ...operation, albumId },
  );
}
