import { AppError } from '../../errors.ts';
import { isSpeechVendor, isVendor, type SpeechVendorId, type VendorId } from '../../providers/vendors.ts';

/** The vendor of a path. @throws AppError not_found. */
export const findVendor = (id: string): VendorId => {
  if (!isVendor(id)) throw new AppError('not_found', 'There is no such vendor.');
  return id;
};

/** The same of one that has voices. @throws AppError not_found. */
export const findSpeechVendor = (id: string): SpeechVendorId => {
  if (!isSpeechVendor(id)) throw new AppError('not_found', 'There is no such vendor of voices.');
  return id;
};
