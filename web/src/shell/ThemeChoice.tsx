import { THEMES, type Theme, useTheme } from './theme.js';

const TEXTS: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

export function ThemeChoice() {
  const [theme, choose] = useTheme();
  return (
    <select
      className="select theme-choice"
      aria-label="Theme"
      value={theme}
      onChange={(event) => choose(event.target.value as Theme)}
    >
      {THEMES.map((known) => (
        <option key={known} value={known}>
          {TEXTS[known]}
        </option>
      ))}
    </select>
  );
}
