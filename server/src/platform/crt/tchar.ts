/** Names of tchar.h: `NAME=narrow/wide`. A side is empty where the function has no row. */
export const tcharNames = `
_fgettc=fgetc/fgetwc _fgetts=fgets/fgetws _fputtc=fputc/fputwc _fputts=fputs/fputws _ftprintf=fprintf/fwprintf _ftscanf=fscanf/
_gettc=getc/ _gettch=_getch/ _gettchar=getchar/ _gettche=_getche/ _getts=gets/ _istalnum=isalnum/iswalnum _istalpha=isalpha/iswalpha
_istascii=__isascii/ _istcntrl=iscntrl/ _istdigit=isdigit/iswdigit _istgraph=isgraph/ _istlower=islower/iswlower
_istprint=isprint/iswprint _istpunct=ispunct/iswpunct _istspace=isspace/iswspace _istupper=isupper/iswupper
_istxdigit=isxdigit/iswxdigit _puttc=putc/ _puttch=_putch/ _puttchar=putchar/ _putts=puts/_putws _sctprintf=_scprintf/
_sntprintf=_snprintf/_snwprintf _sntprintf_s=_snprintf_s/_snwprintf_s _stprintf=sprintf/swprintf _stprintf_s=sprintf_s/swprintf_s
_stscanf=sscanf/swscanf _stscanf_s=sscanf_s/ _taccess=_access/_waccess _tasctime=asctime/ _tchdir=_chdir/ _tchmod=_chmod/
_tcscat=strcat/wcscat _tcscat_s=strcat_s/wcscat_s _tcschr=strchr/wcschr _tcsclen=strlen/wcslen _tcscmp=strcmp/wcscmp
_tcscnlen=strnlen/wcsnlen _tcscoll=strcoll/wcscoll _tcscpy=strcpy/wcscpy _tcscpy_s=strcpy_s/wcscpy_s _tcscspn=strcspn/wcscspn
_tcsdup=_strdup/_wcsdup _tcserror=strerror/_wcserror _tcserror_s=strerror_s/ _tcsftime=strftime/wcsftime _tcsicmp=_stricmp/_wcsicmp
_tcsicoll=_stricoll/ _tcslen=strlen/wcslen _tcslwr=_strlwr/_wcslwr _tcslwr_s=_strlwr_s/ _tcsncat=strncat/wcsncat
_tcsncat_s=strncat_s/wcsncat_s _tcsnccat=strncat/wcsncat _tcsnccat_s=strncat_s/wcsncat_s _tcsnccmp=strncmp/wcsncmp
_tcsnccpy=strncpy/wcsncpy _tcsnccpy_s=strncpy_s/wcsncpy_s _tcsncicmp=_strnicmp/_wcsnicmp _tcsncmp=strncmp/wcsncmp
_tcsncpy=strncpy/wcsncpy _tcsncpy_s=strncpy_s/wcsncpy_s _tcsncset=_strnset/ _tcsnicmp=_strnicmp/_wcsnicmp _tcsnlen=strnlen/wcsnlen
_tcsnset=_strnset/ _tcspbrk=strpbrk/wcspbrk _tcsrchr=strrchr/wcsrchr _tcsrev=_strrev/_wcsrev _tcsset=_strset/ _tcsspn=strspn/wcsspn
_tcsstr=strstr/wcsstr _tcstod=strtod/wcstod _tcstoi64=_strtoi64/ _tcstok=strtok/wcstok _tcstok_s=strtok_s/wcstok_s
_tcstol=strtol/wcstol _tcstoul=strtoul/wcstoul _tcsupr=_strupr/_wcsupr _tcsupr_s=_strupr_s/ _tcsxfrm=strxfrm/ _tctime=ctime/
_tctime_s=ctime_s/ _tdupenv_s=_dupenv_s/ _tfdopen=_fdopen/ _tfindfirst=_findfirst/ _tfindnext=_findnext/ _tfopen=fopen/_wfopen
_tfopen_s=fopen_s/_wfopen_s _tfreopen=freopen/ _tfsopen=_fsopen/ _tfullpath=_fullpath/_wfullpath _tgetcwd=_getcwd/_wgetcwd
_tgetenv=getenv/_wgetenv _tmakepath=_makepath/_wmakepath _tmkdir=_mkdir/_wmkdir _topen=_open/_wopen _totlower=tolower/towlower
_totupper=toupper/towupper _tperror=perror/ _tprintf=printf/wprintf _tputenv=_putenv/ _tremove=remove/_wremove
_trename=rename/_wrename _trmdir=_rmdir/ _tscanf=scanf/ _tsetlocale=setlocale/_wsetlocale _tsplitpath=_splitpath/_wsplitpath
_tstat=_stat/_wstat _tstof=atof/_wtof _tstoi=atoi/_wtoi _tstoi64=_atoi64/_wtoi64 _tstol=atol/_wtol _tstrdate=_strdate/
_tstrtime=_strtime/ _tsystem=system/_wsystem _ttempnam=_tempnam/ _ttmpnam=tmpnam/ _ttoi=atoi/_wtoi _ttoi64=_atoi64/_wtoi64
_ttol=atol/_wtol _tunlink=_unlink/_wunlink _ultot=_ultoa/_ultow _ungettc=ungetc/ _vftprintf=vfprintf/
_vsctprintf=_vscprintf/_vscwprintf _vsntprintf=_vsnprintf/_vsnwprintf _vsntprintf_s=_vsnprintf_s/_vsnwprintf_s
_vstprintf=vsprintf/vswprintf _vstprintf_s=vsprintf_s/vswprintf_s _vtprintf=vprintf/ _itot=_itoa/_itow _tcsinc=_mbsinc/
`;
