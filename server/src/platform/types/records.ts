/**
 * Structures: head (`struct tag, typedef, *pointer typedef`), members, and the members of win64 where they differ. Nested structures have
 * tags of their own. Those of the asynchronous calls (hostent, servent, protoent, WSADATA, …) are in winsock/structures.ts.
 */
export const recordTexts: readonly (readonly [head: string, body: string, body64?: string])[] = [
  ["struct tagPOINT, POINT, *PPOINT, *LPPOINT, *NPPOINT", "LONG x; LONG y"],
  ["struct _POINTL, POINTL, *PPOINTL", "LONG x; LONG y"],
  ["struct tagPOINTS, POINTS, *LPPOINTS", "SHORT x; SHORT y"],
  ["struct tagSIZE, SIZE, *PSIZE, *LPSIZE, SIZEL, *LPSIZEL", "LONG cx; LONG cy"],
  ["struct tagRECT, RECT, *PRECT, *LPRECT, *NPRECT, *LPCRECT", "LONG left; LONG top; LONG right; LONG bottom"],
  ["struct tagMSG, MSG, *PMSG, *LPMSG, *NPMSG", "HWND hwnd; UINT message; WPARAM wParam; LPARAM lParam; DWORD time; POINT pt"],
  [
    "struct tagWNDCLASS, WNDCLASS, *PWNDCLASS, *LPWNDCLASS",
    "UINT style; WNDPROC lpfnWndProc; int cbClsExtra; int cbWndExtra; HINSTANCE hInstance; HICON hIcon; HCURSOR hCursor; HBRUSH hbrBackground; LPCTSTR lpszMenuName; LPCTSTR lpszClassName",
  ],
  [
    "struct tagWNDCLASSEX, WNDCLASSEX, *PWNDCLASSEX, *LPWNDCLASSEX",
    "UINT cbSize; UINT style; WNDPROC lpfnWndProc; int cbClsExtra; int cbWndExtra; HINSTANCE hInstance; HICON hIcon; HCURSOR hCursor; HBRUSH hbrBackground; LPCTSTR lpszMenuName; LPCTSTR lpszClassName; HICON hIconSm",
  ],
  [
    "struct tagCREATESTRUCT, CREATESTRUCT, *LPCREATESTRUCT",
    "LPVOID lpCreateParams; HINSTANCE hInstance; HMENU hMenu; HWND hwndParent; int cy; int cx; int y; int x; LONG style; LPCTSTR lpszName; LPCTSTR lpszClass; DWORD dwExStyle",
  ],
  [
    "struct tagPAINTSTRUCT, PAINTSTRUCT, *PPAINTSTRUCT, *LPPAINTSTRUCT",
    "HDC hdc; BOOL fErase; RECT rcPaint; BOOL fRestore; BOOL fIncUpdate; BYTE rgbReserved[32]",
  ],
  ["struct tagNMHDR, NMHDR, *LPNMHDR", "HWND hwndFrom; UINT_PTR idFrom; UINT code"],
  ["struct tagCOPYDATASTRUCT, COPYDATASTRUCT, *PCOPYDATASTRUCT", "ULONG_PTR dwData; DWORD cbData; PVOID lpData"],
  [
    "struct tagMINMAXINFO, MINMAXINFO, *PMINMAXINFO, *LPMINMAXINFO",
    "POINT ptReserved; POINT ptMaxSize; POINT ptMaxPosition; POINT ptMinTrackSize; POINT ptMaxTrackSize",
  ],
  [
    "struct tagWINDOWPOS, WINDOWPOS, *LPWINDOWPOS, *PWINDOWPOS",
    "HWND hwnd; HWND hwndInsertAfter; int x; int y; int cx; int cy; UINT flags",
  ],
  [
    "struct tagWINDOWPLACEMENT, WINDOWPLACEMENT, *PWINDOWPLACEMENT, *LPWINDOWPLACEMENT",
    "UINT length; UINT flags; UINT showCmd; POINT ptMinPosition; POINT ptMaxPosition; RECT rcNormalPosition",
  ],
  [
    "struct tagDRAWITEMSTRUCT, DRAWITEMSTRUCT, *LPDRAWITEMSTRUCT",
    "UINT CtlType; UINT CtlID; UINT itemID; UINT itemAction; UINT itemState; HWND hwndItem; HDC hDC; RECT rcItem; ULONG_PTR itemData",
  ],
  [
    "struct tagMEASUREITEMSTRUCT, MEASUREITEMSTRUCT, *LPMEASUREITEMSTRUCT",
    "UINT CtlType; UINT CtlID; UINT itemID; UINT itemWidth; UINT itemHeight; ULONG_PTR itemData",
  ],
  ["struct tagCWPSTRUCT, CWPSTRUCT, *LPCWPSTRUCT", "LPARAM lParam; WPARAM wParam; UINT message; HWND hwnd"],
  ["struct tagSCROLLINFO, SCROLLINFO, *LPSCROLLINFO", "UINT cbSize; UINT fMask; int nMin; int nMax; UINT nPage; int nPos; int nTrackPos"],
  [
    "struct tagTEXTMETRIC, TEXTMETRIC, *LPTEXTMETRIC",
    "LONG tmHeight; LONG tmAscent; LONG tmDescent; LONG tmInternalLeading; LONG tmExternalLeading; LONG tmAveCharWidth; LONG tmMaxCharWidth; LONG tmWeight; LONG tmOverhang; LONG tmDigitizedAspectX; LONG tmDigitizedAspectY; TCHAR tmFirstChar; TCHAR tmLastChar; TCHAR tmDefaultChar; TCHAR tmBreakChar; BYTE tmItalic; BYTE tmUnderlined; BYTE tmStruckOut; BYTE tmPitchAndFamily; BYTE tmCharSet",
  ],
  [
    "struct tagLOGFONT, LOGFONT, *LPLOGFONT",
    "LONG lfHeight; LONG lfWidth; LONG lfEscapement; LONG lfOrientation; LONG lfWeight; BYTE lfItalic; BYTE lfUnderline; BYTE lfStrikeOut; BYTE lfCharSet; BYTE lfOutPrecision; BYTE lfClipPrecision; BYTE lfQuality; BYTE lfPitchAndFamily; TCHAR lfFaceName[32]",
  ],
  [
    "struct tagBITMAP, BITMAP, *PBITMAP, *LPBITMAP",
    "LONG bmType; LONG bmWidth; LONG bmHeight; LONG bmWidthBytes; WORD bmPlanes; WORD bmBitsPixel; LPVOID bmBits",
  ],
  ["struct _FILETIME, FILETIME, *PFILETIME, *LPFILETIME", "DWORD dwLowDateTime; DWORD dwHighDateTime"],
  [
    "struct _SYSTEMTIME, SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME",
    "WORD wYear; WORD wMonth; WORD wDayOfWeek; WORD wDay; WORD wHour; WORD wMinute; WORD wSecond; WORD wMilliseconds",
  ],
  ["struct _LARGE_INTEGER_s", "DWORD LowPart; LONG HighPart"],
  ["union _LARGE_INTEGER, LARGE_INTEGER, *PLARGE_INTEGER", "LONGLONG QuadPart; _LARGE_INTEGER_s u"],
  ["struct _ULARGE_INTEGER_s", "DWORD LowPart; DWORD HighPart"],
  ["union _ULARGE_INTEGER, ULARGE_INTEGER, *PULARGE_INTEGER", "ULONGLONG QuadPart; _ULARGE_INTEGER_s u"],
  [
    "struct _GUID, GUID, IID, CLSID, UUID, *LPGUID, *LPIID, *LPCLSID, *REFGUID, *REFIID, *REFCLSID",
    "DWORD Data1; WORD Data2; WORD Data3; BYTE Data4[8]",
  ],
  [
    "struct _SECURITY_ATTRIBUTES, SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES",
    "DWORD nLength; LPVOID lpSecurityDescriptor; BOOL bInheritHandle",
  ],
  [
    "struct _STARTUPINFO, STARTUPINFO, *LPSTARTUPINFO",
    "DWORD cb; LPTSTR lpReserved; LPTSTR lpDesktop; LPTSTR lpTitle; DWORD dwX; DWORD dwY; DWORD dwXSize; DWORD dwYSize; DWORD dwXCountChars; DWORD dwYCountChars; DWORD dwFillAttribute; DWORD dwFlags; WORD wShowWindow; WORD cbReserved2; LPBYTE lpReserved2; HANDLE hStdInput; HANDLE hStdOutput; HANDLE hStdError",
  ],
  [
    "struct _PROCESS_INFORMATION, PROCESS_INFORMATION, *PPROCESS_INFORMATION, *LPPROCESS_INFORMATION",
    "HANDLE hProcess; HANDLE hThread; DWORD dwProcessId; DWORD dwThreadId",
  ],
  [
    "struct _RTL_CRITICAL_SECTION, CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION, *PRTL_CRITICAL_SECTION",
    "LPVOID DebugInfo; LONG LockCount; LONG RecursionCount; HANDLE OwningThread; HANDLE LockSemaphore; ULONG_PTR SpinCount",
  ],
  ["struct _RTL_SRWLOCK, SRWLOCK, *PSRWLOCK", "PVOID Ptr"],
  ["struct _RTL_CONDITION_VARIABLE, CONDITION_VARIABLE, *PCONDITION_VARIABLE", "PVOID Ptr"],
  [
    "struct _OSVERSIONINFO, OSVERSIONINFO, *LPOSVERSIONINFO",
    "DWORD dwOSVersionInfoSize; DWORD dwMajorVersion; DWORD dwMinorVersion; DWORD dwBuildNumber; DWORD dwPlatformId; TCHAR szCSDVersion[128]",
  ],
  [
    "struct _OSVERSIONINFOEX, OSVERSIONINFOEX, *LPOSVERSIONINFOEX",
    "DWORD dwOSVersionInfoSize; DWORD dwMajorVersion; DWORD dwMinorVersion; DWORD dwBuildNumber; DWORD dwPlatformId; TCHAR szCSDVersion[128]; WORD wServicePackMajor; WORD wServicePackMinor; WORD wSuiteMask; BYTE wProductType; BYTE wReserved",
  ],
  [
    "struct _WIN32_FIND_DATA, WIN32_FIND_DATA, *PWIN32_FIND_DATA, *LPWIN32_FIND_DATA",
    "DWORD dwFileAttributes; FILETIME ftCreationTime; FILETIME ftLastAccessTime; FILETIME ftLastWriteTime; DWORD nFileSizeHigh; DWORD nFileSizeLow; DWORD dwReserved0; DWORD dwReserved1; TCHAR cFileName[260]; TCHAR cAlternateFileName[14]",
  ],
  [
    "struct _SYSTEM_INFO, SYSTEM_INFO, *LPSYSTEM_INFO",
    "DWORD dwOemId; DWORD dwPageSize; LPVOID lpMinimumApplicationAddress; LPVOID lpMaximumApplicationAddress; DWORD_PTR dwActiveProcessorMask; DWORD dwNumberOfProcessors; DWORD dwProcessorType; DWORD dwAllocationGranularity; WORD wProcessorLevel; WORD wProcessorRevision",
  ],
  [
    "struct _MEMORYSTATUS, MEMORYSTATUS, *LPMEMORYSTATUS",
    "DWORD dwLength; DWORD dwMemoryLoad; SIZE_T dwTotalPhys; SIZE_T dwAvailPhys; SIZE_T dwTotalPageFile; SIZE_T dwAvailPageFile; SIZE_T dwTotalVirtual; SIZE_T dwAvailVirtual",
  ],
  ["struct timeval, TIMEVAL, *PTIMEVAL, *LPTIMEVAL", "long tv_sec; long tv_usec"],
  ["struct fd_set, FD_SET, *PFD_SET, *LPFD_SET", "u_int fd_count; SOCKET fd_array[64]"],
  ["struct linger, LINGER, *PLINGER, *LPLINGER", "u_short l_onoff; u_short l_linger"],
  ["struct netent", "char *n_name; char **n_aliases; short n_addrtype; u_long n_net"],
  ["struct in_addr_bytes", "u_char s_b1; u_char s_b2; u_char s_b3; u_char s_b4"],
  ["struct in_addr_words", "u_short s_w1; u_short s_w2"],
  ["union in_addr_union", "in_addr_bytes S_un_b; in_addr_words S_un_w; u_long S_addr"],
  ["struct in_addr, IN_ADDR, *PIN_ADDR, *LPIN_ADDR", "in_addr_union S_un"],
  [
    "struct sockaddr_in, SOCKADDR_IN, *PSOCKADDR_IN, *LPSOCKADDR_IN",
    "short sin_family; u_short sin_port; in_addr sin_addr; char sin_zero[8]",
  ],
  ["union in6_addr_union", "u_char Byte[16]; u_short Word[8]"],
  ["struct in6_addr, IN6_ADDR, *PIN6_ADDR", "in6_addr_union u"],
  [
    "struct sockaddr_in6, SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6",
    "short sin6_family; u_short sin6_port; u_long sin6_flowinfo; in6_addr sin6_addr; u_long sin6_scope_id",
  ],
  [
    "struct sockaddr_storage, SOCKADDR_STORAGE, *PSOCKADDR_STORAGE, *LPSOCKADDR_STORAGE",
    "short ss_family; char __ss_pad1[6]; __int64 __ss_align; char __ss_pad2[112]",
  ],
  ["struct ip_mreq, IP_MREQ", "in_addr imr_multiaddr; in_addr imr_interface"],
  [
    "struct addrinfo, ADDRINFO, ADDRINFOA, *LPADDRINFOA",
    "int ai_flags; int ai_family; int ai_socktype; int ai_protocol; size_t ai_addrlen; char *ai_canonname; sockaddr *ai_addr; addrinfo *ai_next",
  ],
  [
    "struct addrinfoW, ADDRINFOW",
    "int ai_flags; int ai_family; int ai_socktype; int ai_protocol; size_t ai_addrlen; PWSTR ai_canonname; sockaddr *ai_addr; addrinfoW *ai_next",
  ],
  ["struct _WSABUF, WSABUF, *LPWSABUF", "u_long len; char *buf"],
  ["struct _WSANETWORKEVENTS, WSANETWORKEVENTS, *LPWSANETWORKEVENTS", "long lNetworkEvents; int iErrorCode[10]"],
  ["struct tm", "int tm_sec; int tm_min; int tm_hour; int tm_mday; int tm_mon; int tm_year; int tm_wday; int tm_yday; int tm_isdst"],
];
