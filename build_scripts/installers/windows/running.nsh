; Whether the program runs from the folder, and how it is asked to end. Nothing is ever killed.

!macro PROGRAM_IN_USE FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    ; Windows lets nobody write to a program that runs, whoever runs it and in whichever session.
    FileOpen $0 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $1 1
    ${Else}
      FileClose $0
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend

!macro RUNNING UN
; Push 1 where a program of the folder runs, 0 where none does.
Function ${UN}InUse
  Push $0
  Push $1
  StrCpy $1 0
  !insertmacro PROGRAM_IN_USE "${WINDOW}"
  !insertmacro PROGRAM_IN_USE "${COMMAND}"
  StrCpy $0 $1
  Pop $1
  Exch $0
FunctionEnd

; Replace the path of a lock file on the stack by 1 where a recorder holds it.
Function ${UN}IsLocked
  Exch $0
  Push $1
  Push $2
  StrCpy $2 1
  System::Call 'kernel32::CreateFileW(w r0, i 0x80000000, i 7, p 0, i 3, i 0, p 0) p.r1'
  ${If} $1 <> -1
    System::Call 'kernel32::LockFile(p r1, i 0, i 0, i 1, i 0) i.r2'
    System::Call 'kernel32::CloseHandle(p r1)'
  ${EndIf}
  StrCpy $0 1
  ${If} $2 <> 0
    StrCpy $0 0
  ${EndIf}
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Push 1 where a recorder runs: of this person, and as far as can be seen of anybody.
Function ${UN}RecorderAlive
  Push $0
  Push $1
  Push $2
  Push $3
  StrCpy $3 0
  SetShellVarContext current
  Push "$LOCALAPPDATA\stormdat\recorder.lock"
  Call ${UN}RestoreContext
  Call ${UN}IsLocked
  Pop $0
  IntOp $3 $3 | $0
  ReadEnvStr $0 STORMDAT_DATA_DIR
  ${If} $0 != ""
    Push "$0\data\recorder.lock"
    Call ${UN}IsLocked
    Pop $0
    IntOp $3 $3 | $0
  ${EndIf}
  ; A recorder listens on a pipe; everybody may see the names of pipes.
  FindFirst $0 $1 "\\.\pipe\*"
  ${DoWhile} $1 != ""
    StrCpy $2 $1 18
    ${If} $2 == "stormdat-recorder-"
      StrCpy $3 1
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  ; The lock files in other people's profiles, for an administrator.
  StrCpy $0 0
  ${Do}
    EnumRegKey $1 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList" $0
    ${If} $1 == ""
      ${ExitDo}
    ${EndIf}
    ReadRegStr $2 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\$1" ProfileImagePath
    ExpandEnvStrings $2 $2
    Push "$2\AppData\Local\stormdat\recorder.lock"
    Call ${UN}IsLocked
    Pop $2
    IntOp $3 $3 | $2
    IntOp $0 $0 + 1
  ${Loop}
  ClearErrors
  StrCpy $0 $3
  Pop $3
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Ask each visible window of a program in the folder to close, as its close button does. The program asks the
; person first where work is under way.
Function ${UN}AskToClose
  Push $0
  Push $1
  Push $2
  Push $3
  Push $4
  System::Call 'kernel32::GetCurrentProcessId() i.r4'
  StrCpy $0 0
  ${Do}
    System::Call 'user32::FindWindowExW(p 0, p r0, p 0, p 0) p.r0'
    ${If} $0 = 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::IsWindowVisible(p r0) i.r1'
    System::Call 'user32::GetWindowThreadProcessId(p r0, *i .r2)'
    ${If} $1 <> 0
    ${AndIf} $2 <> $4
      Push $2
      Call ${UN}IsOurs
      Pop $1
      ${If} $1 = 1
        System::Call 'user32::PostMessageW(p r0, i 0x10, p 0, p 0)'
      ${EndIf}
    ${EndIf}
  ${Loop}
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Replace a process id on the stack by 1 where its program lies in the folder.
Function ${UN}IsOurs
  Exch $0
  Push $1
  Push $2
  Push $3
  StrCpy $2 ""
  System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r0) p.r1'
  ${If} $1 <> 0
    System::Call 'kernel32::QueryFullProcessImageNameW(p r1, i 0, w .r2, *i ${NSIS_MAX_STRLEN} r3)'
    System::Call 'kernel32::CloseHandle(p r1)'
  ${EndIf}
  StrLen $3 "$INSTDIR\"
  StrCpy $2 $2 $3
  StrCpy $0 0
  ${If} $2 == "$INSTDIR\"
    StrCpy $0 1
  ${EndIf}
  Pop $3
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Wait until no program runs, for the seconds on the stack at most.
Function ${UN}WaitUntilFree
  Exch $0
  Push $1
  IntOp $0 $0 * 4
  ${Do}
    Call ${UN}InUse
    Pop $1
    ${If} $1 = 0
    ${OrIf} $0 <= 0
      ${ExitDo}
    ${EndIf}
    Sleep 250
    IntOp $0 $0 - 1
  ${Loop}
  Pop $1
  Pop $0
FunctionEnd

; Return once no program of the folder runs; end setup with a sentence and a code where one goes on.
Function ${UN}EnsureFree
  ${Do}
    Call ${UN}InUse
    Pop $0
    ${If} $0 = 0
      Return
    ${EndIf}
    Call ${UN}RecorderAlive
    Pop $0
    ${If} $0 = 1
      Call ${UN}AwaitRecorder
    ${Else}
      Call ${UN}AwaitWindow
    ${EndIf}
  ${Loop}
FunctionEnd

; A recording is never cut: the recorder ends by itself, a minute after the last one is finished.
Function ${UN}AwaitRecorder
  ${IfNot} ${Silent}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is recording, or has just finished. Stop the recording and close the window, then press Retry: setup waits until the recorder has ended, at most $Wait seconds." IDRETRY wait
    SetErrorLevel ${EXIT_CANCELLED}
    StrCpy $Code ${EXIT_CANCELLED}
    Abort
  ${EndIf}
  wait:
  Push "A recorder is running; waiting up to $Wait seconds for it to end."
  Call ${UN}Say
  StrCpy $1 $Wait
  ${Do}
    Call ${UN}RecorderAlive
    Pop $0
    ${If} $0 = 0
      Return
    ${EndIf}
    ${If} $1 <= 0
      ${ExitDo}
    ${EndIf}
    Sleep 1000
    IntOp $1 $1 - 1
  ${Loop}
  ${If} ${Silent}
    !insertmacro REFUSE "${UN}" ${EXIT_RECORDING} "${NAME} is recording. Start setup again when the recording is finished. Nothing was changed."
  ${EndIf}
FunctionEnd

Function ${UN}AwaitWindow
  ${IfNot} ${Silent}
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "${NAME} is running. OK asks it to close; answer what it may ask. Commands of it that run in a terminal have to be ended by hand, and somebody else who is signed in may have it open." IDOK ask
    SetErrorLevel ${EXIT_CANCELLED}
    StrCpy $Code ${EXIT_CANCELLED}
    Abort
  ${EndIf}
  ask:
  Push "${NAME} is running and is asked to close."
  Call ${UN}Say
  Call ${UN}AskToClose
  ${If} ${Silent}
    Push $Wait
  ${Else}
    Push 15
  ${EndIf}
  Call ${UN}WaitUntilFree
  Call ${UN}InUse
  Pop $0
  ${If} $0 = 1
  ${AndIf} ${Silent}
    !insertmacro REFUSE "${UN}" ${EXIT_RUNNING} "${NAME} is running and did not close. Close it everywhere and start setup again. Nothing was changed."
  ${EndIf}
FunctionEnd
!macroend
