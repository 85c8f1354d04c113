/** Headers that the compiler, the system and their frameworks bring along: a file of that name elsewhere in the tree is another one. */
const BARE =
  // ISO C and C++
  "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype new iostream fstream strstream iomanip typeinfo exception " +
  // POSIX and what compilers for Unix add
  "aio alloca cpio dirent dlfcn endian err fcntl file fmtmsg fnmatch ftw getopt glob grp iconv ifaddrs langinfo libgen limit malloc memory mntent monetary netdb paths poll pthread pwd regex resolv sched search semaphore spawn strings stropts syslog tar termio termios ulimit unistd utime utmp utmpx varargs wordexp " +
  // Microsoft's C library
  "conio crtdbg direct dos excpt io mbctype mbstring process share tchar eh intrin emmintrin " +
  // Windows SDK
  "windows windowsx winsock winsock2 ws2tcpip ws2spi wspiapi wsipx mswsock wininet winbase wingdi winuser winnt winerror winver winreg winnls wincon windef basetsd commctrl commdlg richedit richole shellapi shlobj shlwapi shlguid mmsystem mmreg msacm vfw dsound ddraw dinput d3d ole2 oleauto olectl oleidl objbase objidl unknwn comdef comutil ocidl oaidl ddeml dde dlgs cderr lmcons lmaccess nb30 ras rasdlg raserror tapi tlhelp32 psapi imagehlp dbghelp iphlpapi ipexport icmpapi wincrypt wintrust softpub wtsapi32 zmouse setupapi cpl prsht winioctl winspool winsvc uxtheme vsstyle htmlhelp mapi mshtml exdisp winternl ntsecapi security sspi aclapi sddl userenv dwmapi gdiplus pshpack1 pshpack2 pshpack4 pshpack8 poppack sal specstrings guiddef stralign rpc rpcndr rpcdce " +
  // MFC and ATL
  "afx afxwin afxext afxres afxcmn afxdlgs afxdisp afxsock afxinet afxtempl afxmt afxole afxpriv afxcoll afxrich afxhtml afxdb afxdao afxadv afxcview afxctl afxv_w32 afxpriv2 afxcontrolbars atlbase atlcom atlconv atlwin atlstr atltypes atltime atlcoll atlimage atlsimpstr atlenc";

const NAMES: ReadonlySet<string> = new Set(BARE.split(" ").map((name) => `${name}.h`));
/** Folders of the system's own headers. */
const FOLDERS = /^(?:sys|netinet6?|arpa|asm|linux|machine|bits|X11|gnu|mach|mach-o)\/|^net\/(?:if|if_arp|if_dl|route|ethernet)\.h$/;

/** The name as an `#include` writes it, with `/` between folders, in lower case. */
export function isSystemHeader(path: string): boolean {
  return NAMES.has(path) || FOLDERS.test(path);
}
