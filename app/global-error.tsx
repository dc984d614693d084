// The last resort, when even the frame of the page failed.
'use client';
import './globals.css';
import { fontClasses } from './_fonts';
import ErrorPage from './error';

export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" className={fontClasses}>
      <body>
        <title>Something went wrong · Freshet</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
