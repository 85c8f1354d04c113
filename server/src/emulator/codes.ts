/** Codes and numbers of user32 and kernel32 that the emulator answers with. Winsock's own are in `winsock/`. */

export const ERROR_ACCESS_DENIED = 5;
export const ERROR_INVALID_HANDLE = 6;
export const ERROR_INVALID_PARAMETER = 87;
export const ERROR_CALL_NOT_IMPLEMENTED = 120;
export const ERROR_INVALID_WINDOW_HANDLE = 1400;
export const ERROR_CANNOT_FIND_WND_CLASS = 1407;
export const ERROR_CLASS_ALREADY_EXISTS = 1410;
export const ERROR_CLASS_DOES_NOT_EXIST = 1411;
export const ERROR_CLASS_HAS_WINDOWS = 1412;
export const ERROR_INVALID_THREAD_ID = 1444;
export const ERROR_NOT_ENOUGH_QUOTA = 1816;

export const WM_TIMER = 0x0113;
export const WM_QUIT = 0x0012;

export const HWND_MESSAGE = -3;
export const HWND_BROADCAST = 0xffff;

export const QS_TIMER = 0x0010;
export const QS_POSTMESSAGE = 0x0008;
export const QS_SENDMESSAGE = 0x0040;
export const QS_ALLPOSTMESSAGE = 0x0100;

export const WAIT_OBJECT_0 = 0;
export const WAIT_TIMEOUT = 258;
export const WAIT_FAILED = 0xffffffff;
export const INFINITE = 0xffffffff;
