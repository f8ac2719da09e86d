/** Control ids a finding can cite, with framework and version, so that a number is never read against another edition. */
export const LEAST_PRIVILEGE = [
  'SOC 2 CC6.3',
  'ISO/IEC 27001:2022 A.8.2',
  'PCI DSS 4.0.1 7.2.5',
  'NIST SP 800-53 r5 AC-6',
  'NIST CSF 2.0 PR.AA-05',
  'OWASP NHI5:2025',
  'OWASP Agentic 2026 ASI03',
] as const;

export const ACCESS_REVIEW = [
  'SOC 2 CC6.2',
  'ISO/IEC 27001:2022 A.5.18',
  'PCI DSS 4.0.1 7.2.5.1',
  'NIST SP 800-53 r5 AC-6(7)',
] as const;

export const UNUSED_ACCOUNTS = ['SOC 2 CC6.2', 'NIST SP 800-53 r5 AC-2(3)', 'OWASP NHI1:2025'] as const;

export const LONG_LIVED_CREDENTIALS = [
  'PCI DSS 4.0.1 8.6.1',
  'OWASP NHI7:2025',
  'NIST SP 800-53 r5 AC-2',
] as const;

export const LOGGING = ['NIST SP 800-53 r5 AU-6', 'SOC 2 CC6.1'] as const;

export const HUMAN_USE = ['OWASP NHI10:2025', 'NIST SP 800-53 r5 AC-2', 'OWASP Agentic 2026 ASI03'] as const;

export const TRUST = ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.15', 'NIST SP 800-53 r5 AC-6'] as const;
