import { AppError } from '../../errors.ts';
import { isSpeechVendor, type SpeechVendorId } from '../../providers/vendors.ts';

/** The vendor of a path. @throws AppError not_found. */
export const findVendor = (id: string): SpeechVendorId => {
  if (!isSpeechVendor(id)) throw new AppError('not_found', 'There is no such vendor.');
  return id;
};
