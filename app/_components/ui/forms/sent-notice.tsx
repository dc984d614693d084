// What became of a form that the browser posts by itself in any case.
'use client';
import type { FormName } from '@/app/_forms/all-forms';
import { Notice } from '../notice';
import { useSent } from './sent-form';

interface SentNoticeProps {
  form: FormName;
  subject?: string;
  /** For forms that show their own refusals beside a field. */
  isRefusalElsewhere?: boolean;
  className?: string;
}

export function SentNotice({ form, subject = '', isRefusalElsewhere = false, className }: SentNoticeProps) {
  const sent = useSent(form, subject);
  const error = isRefusalElsewhere ? null : sent?.error;
  if (!error && !sent?.text) return null;
  return (
    <Notice look={error ? 'bad' : 'ok'} isLive {...(className ? { className } : {})}>
      {error ?? sent?.text}
    </Notice>
  );
}
