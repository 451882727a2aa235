import { type ReactNode, useEffect } from 'react';

interface PageProps {
  title: string;
  /** Where the page belongs, above its title. */
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above, below, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Theme park data warehouse`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div className="page-titles">
          {above && <p className="page-above">{above}</p>}
          <h1>{title}</h1>
          {below && <div className="page-below">{below}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

interface SectionProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Section({ title, note, actions, children, className = '' }: SectionProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      <div className="card-head">
        <div>
          <h2>{title}</h2>
          {note && <p className="note">{note}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
