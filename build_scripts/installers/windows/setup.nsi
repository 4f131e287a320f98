; The setup program of STORM DAT for Windows. Built by `build_scripts/installers/windows`, which writes the
; files in ${GENERATED}: defines.nsh, uninstall-files.nsh, types.nsh and installed-files.txt.
;
; zlib, not solid: solid LZMA of half a gigabyte takes longer than all the rest of a build together.

Unicode true
Target amd64-unicode
SetCompressor zlib
!include "${GENERATED}\defines.nsh"

!define NAME "STORM DAT"
!define PUBLISHER "The STORM DAT developers"
!define UNKEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\stormdat"
!define WINDOW "stormdat-window.exe"
!define COMMAND "stormdat.exe"

; Exit codes, documented in docs/installing-windows.md. NSIS itself uses 0, 1 (cancelled) and 2 (aborted).
!define EXIT_CANCELLED 1
!define EXIT_SYSTEM 3
!define EXIT_NEWER 4
!define EXIT_RECORDING 5
!define EXIT_RUNNING 6
!define EXIT_FILES 7
!define EXIT_PARAMETER 8
!define EXIT_RIGHTS 9
!define EXIT_WEBVIEW2 10

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNKEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNKEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"

!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include TextFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUTFILE}"
ShowInstDetails show
ShowUninstDetails show
AllowSkipFiles off
SetDateSave off ; so that two builds from the same files are the same
ManifestDPIAware true
VIProductVersion "${VERSION4}"
VIFileVersion "${VERSION4}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} setup"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "MIT licence"
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Code
Var Given
Var LogFile
Var Wait
Var Wanted
Var Failed
Var Moved

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TEXT "Setup installs ${NAME} ${VERSION}. It needs no network.$\r$\n$\r$\nA copy that is installed is replaced, and its data is kept. If it is open, you are asked before it is closed; a recording is never cut.$\r$\n$\r$\nClick Next to continue."
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Start ${NAME}"
!define MUI_FINISHPAGE_RUN_NOTCHECKED
!define MUI_FINISHPAGE_RUN_FUNCTION StartAsPerson
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_PRE OnlyFirstTime
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

!include "${PARTS}\telling.nsh"
!include "${PARTS}\folders.nsh"
!include "${PARTS}\running.nsh"
!include "${PARTS}\replacing.nsh"

!insertmacro TELLING ""
!insertmacro TELLING "un."
!insertmacro FOLDERS ""
!insertmacro FOLDERS "un."
!insertmacro RUNNING ""
!insertmacro RUNNING "un."

Section "${NAME} (required)" SecProgram
  SectionIn RO
  Call RefuseDowngrade
  Call EnsureFree
  Call Recover
  Call RefuseUnrecovered
  SetOutPath "${STAGE}\new"
  File /r "${PAYLOAD}\*.*"
  File "${GENERATED}\installed-files.txt"
  ClearErrors
  WriteUninstaller "${STAGE}\new\uninstall.exe"
  ${If} ${Errors}
    StrCpy $Failed 1
  ${EndIf}
  SetOutPath "$INSTDIR"
  Call EnsureFree ; it may have been started while files were unpacked
  Call Swap
  Call Register
SectionEnd

Section "Start menu" SecStartMenu
SectionEnd

Section /o "Desktop icon" SecDesktop
SectionEnd

Section "“Open with” for documents that are read" SecOpenWith
SectionEnd

Section "“Send to”" SecSendTo
SectionEnd

Section /o "WebView2 runtime (Microsoft)" SecWebView2
  Call InstallWebView2
SectionEnd

Section -Integration
  Call Integrate
  Push "${NAME} ${VERSION} is installed in $INSTDIR."
  Call Say
SectionEnd

; Here, since they name the sections.
!include "${PARTS}\integration.nsh"
!include "${PARTS}\webview2.nsh"

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SecProgram} "The program. An installed copy of this or an older version is replaced; data is kept."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecStartMenu} "An entry in the Start menu."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecDesktop} "An icon on the desktop."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecOpenWith} "Lists ${NAME} under “Open with”. No default program is changed."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecSendTo} "An entry under “Send to”, when installing for one person."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecWebView2} "Microsoft's offline installer beside this setup, under Microsoft's licence. The window needs it; Windows 11 has it."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  StrCpy $Code 0
  StrCpy $Failed 0
  StrCpy $Given $INSTDIR ; what /D= said
  ReserveFile /plugin UserInfo.dll
  Call ReadCommon
  ${IfNot} ${AtLeastWin10}
    !insertmacro REFUSE "" ${EXIT_SYSTEM} "${NAME} needs Windows 10 or newer. Nothing was changed."
  ${EndIf}
  Call RefuseWithoutRights
  !insertmacro MULTIUSER_INIT
  Call UseGivenFolder
  Call ReadChoices
  Call OfferWebView2
FunctionEnd

Function .onInstFailed
  Call Recover
  RMDir "$INSTDIR"
  ${If} $Code = 0
    StrCpy $Code ${EXIT_FILES}
    Push "The files could not be written; what was installed before is as it was. Look at the space on the disk and start setup again."
    Call Say
  ${EndIf}
  SetErrorLevel $Code
FunctionEnd

; A folder given with /D= counts for a first installation; a copy that is installed is replaced where it is.
Function UseGivenFolder
  ReadRegStr $0 SHCTX "${UNKEY}" InstallLocation
  ${If} $0 == ""
  ${AndIf} $Given != ""
    StrCpy $INSTDIR $Given
  ${EndIf}
FunctionEnd

Function OnlyFirstTime
  ReadRegStr $0 SHCTX "${UNKEY}" InstallLocation
  ${If} $0 != ""
    Abort
  ${EndIf}
FunctionEnd

; Setup may hold rights that the program must not get: the shell starts it as the person who is signed in.
Function StartAsPerson
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
FunctionEnd

; A newer copy for everybody or for this person: its library may be one that this version cannot read.
Function RefuseDowngrade
  ReadRegStr $0 HKLM "${UNKEY}" Version4
  ReadRegStr $1 HKCU "${UNKEY}" Version4
  ${If} $1 != ""
    StrCpy $2 1
    ${If} $0 != ""
      ${VersionCompare} $1 $0 $2
    ${EndIf}
    ${If} $2 = 1
      StrCpy $0 $1
    ${EndIf}
  ${EndIf}
  ${If} $0 == ""
    Return
  ${EndIf}
  ${VersionCompare} $0 "${VERSION4}" $2
  ${If} $2 = 1
    !insertmacro REFUSE "" ${EXIT_NEWER} "A newer version of ${NAME} ($0) is installed; this is ${VERSION}. Uninstall the newer one first if you want this one; its library may not open here. Nothing was changed."
  ${EndIf}
FunctionEnd

Function Register
  WriteRegStr SHCTX "${UNKEY}" DisplayName "${NAME}"
  WriteRegStr SHCTX "${UNKEY}" DisplayVersion "${VERSION}"
  WriteRegStr SHCTX "${UNKEY}" Version4 "${VERSION4}"
  WriteRegStr SHCTX "${UNKEY}" DisplayIcon "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${UNKEY}" Publisher "${PUBLISHER}"
  WriteRegStr SHCTX "${UNKEY}" InstallLocation "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" UninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNKEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNKEY}" EstimatedSize ${SIZE_KIB}
  WriteRegDWORD SHCTX "${UNKEY}" NoModify 1
  WriteRegDWORD SHCTX "${UNKEY}" NoRepair 1
FunctionEnd

Section "un.${NAME} (required)" UnSecProgram
  SectionIn RO
  Call un.EnsureFree
  Call un.Unregister
  ; The programs first: from here on nothing of it can be started.
  ClearErrors
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${COMMAND}"
  !include "${GENERATED}\uninstall-files.nsh"
  ${If} ${Errors}
    StrCpy $Failed 1
  ${EndIf}
  RMDir "$INSTDIR"
SectionEnd

Section /o "un.My data: library, recordings, settings" UnSecData
  Call un.RemoveData
SectionEnd

Section -un.End
  ${If} $Failed = 1
    Push "Some files were in use and are still there. Sign out, sign in and delete what is left."
    Call un.Say
    SetErrorLevel ${EXIT_FILES}
  ${EndIf}
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnSecProgram} "The program, its shortcuts and entries. Only what setup put there is removed."
  !insertmacro MUI_DESCRIPTION_TEXT ${UnSecData} "Your library, recordings, transcripts and settings, for good. Other people's data is kept."
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  StrCpy $Code 0
  StrCpy $Failed 0
  StrCpy $Given $INSTDIR ; where this uninstaller lies
  Call un.ReadCommon
  !insertmacro MULTIUSER_UNINIT
  Call un.FindOwnMode
  ClearErrors
  ${un.GetParameters} $0
  ${un.GetOptions} $0 "/DATA=" $1
  ${If} ${Errors}
  ${OrIf} $1 == "keep"
    Return
  ${EndIf}
  ${If} $1 != "remove"
    !insertmacro REFUSE "un." ${EXIT_PARAMETER} "/DATA= takes keep or remove. Nothing was changed."
  ${EndIf}
  !insertmacro SelectSection ${UnSecData}
FunctionEnd

; There may be two copies, one for everybody and one for this person. This uninstaller removes the one it lies in.
Function un.FindOwnMode
  ReadRegStr $0 HKLM "${UNKEY}" InstallLocation
  ReadRegStr $1 HKCU "${UNKEY}" InstallLocation
  ${If} $0 == $Given
    ${If} $MultiUser.Privileges != "Admin"
    ${AndIf} $MultiUser.Privileges != "Power"
      !insertmacro REFUSE "un." ${EXIT_RIGHTS} "This copy is installed for everybody; an administrator has to uninstall it. Nothing was changed."
    ${EndIf}
    Call un.MultiUser.InstallMode.AllUsers
  ${ElseIf} $1 == $Given
    Call un.MultiUser.InstallMode.CurrentUser
  ${ElseIfNot} ${FileExists} "$Given\installed-files.txt"
    !insertmacro REFUSE "un." ${EXIT_PARAMETER} "No copy of ${NAME} is installed in $Given. Nothing was changed."
  ${EndIf}
  StrCpy $INSTDIR $Given
FunctionEnd

Function un.Unregister
  Call un.Disintegrate
  ReadRegStr $0 SHCTX "${UNKEY}" InstallLocation
  ${If} $0 == $INSTDIR
    DeleteRegKey SHCTX "${UNKEY}"
  ${EndIf}
FunctionEnd

Function un.RemoveData
  SetShellVarContext current
  StrCpy $0 "$LOCALAPPDATA\stormdat"
  Call un.RestoreContext
  ${IfNot} ${FileExists} "$0\*.*"
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Remove your library, recordings, transcripts and settings in$\r$\n$0$\r$\nfor good? They cannot be brought back." /SD IDYES IDYES remove
  Return
  remove:
  Push $0
  Call un.IsLinked
  Pop $1
  Call un.RecorderAlive
  Pop $2
  Push "$0\window.lock"
  Call un.IsLocked
  Pop $3
  ${If} $1 = 1
  ${OrIf} $2 = 1
  ${OrIf} $3 = 1
    Push "The data in $0 was kept: another copy of ${NAME} uses it, or the folder is a link to another place."
    Call un.Say
    StrCpy $Failed 1
    Return
  ${EndIf}
  Push "Your data in $0 is removed."
  Call un.Say
  Push $0
  Call un.RemoveTree
  ${If} ${FileExists} "$0\*.*"
    StrCpy $Failed 1
  ${EndIf}
FunctionEnd
