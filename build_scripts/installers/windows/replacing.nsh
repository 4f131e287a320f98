; A copy that is installed is replaced whole: everything is unpacked beside it, its files are moved away, the new
; ones are moved in, the programs last. Moves on one disk cannot fail half way; when one of them fails, or the
; machine stops, all are undone, at once or by the next setup.
;
;   .setup\new          what was unpacked            .setup\journal.txt   there while files are being moved
;   .setup\old          what was moved away          .setup\placing       there once all old ones are away

!define STAGE "$INSTDIR\.setup"

; Undo what an earlier setup left half done, and remove what it unpacked.
Function Recover
  ${If} ${FileExists} "${STAGE}\journal.txt"
    Call RollBack
  ${EndIf}
  ${IfNot} ${FileExists} "${STAGE}\journal.txt" ; undone, or nothing was to undo
    Push "${STAGE}"
    Call RemoveTree
  ${EndIf}
FunctionEnd

Function RefuseUnrecovered
  ${If} ${FileExists} "${STAGE}\journal.txt"
    !insertmacro REFUSE "" ${EXIT_FILES} "An earlier setup was cut off, and its changes cannot be undone while files are in use. Restart Windows and start setup again."
  ${EndIf}
FunctionEnd

; Put the unpacked files in the place of the installed ones, or leave all as it was and end.
Function Swap
  ${If} $Failed = 0
    CopyFiles /SILENT "${STAGE}\new\installed-files.txt" "${STAGE}\journal.txt"
    ClearErrors
    FileOpen $0 "${STAGE}\journal.txt" a
    ${If} ${Errors}
      StrCpy $Failed 1
    ${Else}
      System::Call 'kernel32::FlushFileBuffers(p r0)' ; moves reach the disk before what is written
      FileClose $0
    ${EndIf}
  ${EndIf}
  ${If} $Failed = 0
    Call MoveProgramsAway
    Push "$INSTDIR\installed-files.txt"
    Call MoveAway
    Push "${STAGE}\journal.txt"
    Call MoveAway ; what lies there without being on the old list
  ${EndIf}
  ${If} $Failed = 0
    ClearErrors
    FileOpen $0 "${STAGE}\placing" w
    FileClose $0
    Call Place
  ${EndIf}
  ${If} $Failed <> 0
    Push "A file of the installed copy could not be replaced."
    Call Say
    Abort ; .onInstFailed undoes it
  ${EndIf}
  Delete "${STAGE}\journal.txt" ; from here on the new version is the installed one
  Push "${STAGE}"
  Call RemoveTree
  Push "$INSTDIR\_internal"
  Call RemoveEmpty
FunctionEnd

; Move a file: Push from, Push to. $Moved becomes 1, or 0 where it stays. A virus scanner looks at what is new and
; holds it for a moment, so it is tried for three seconds.
Function Move
  Exch $1
  Exch
  Exch $0
  Push $2
  StrCpy $2 12
  ${Do}
    StrCpy $Moved 1
    ClearErrors
    Rename $0 $1
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    StrCpy $Moved 0
    IntOp $2 $2 - 1
    ${If} $2 = 0
      ${ExitDo}
    ${EndIf}
    Sleep 250
  ${Loop}
  ClearErrors
  Pop $2
  Pop $0
  Pop $1
FunctionEnd

Function MoveProgramsAway
  Push "${WINDOW}"
  Call MoveOneAway
  Push "${COMMAND}"
  Call MoveOneAway
FunctionEnd

; Move the file away whose path from the folder is on the stack, if it is there.
Function MoveOneAway
  Exch $0
  Push $1
  ${If} ${FileExists} "$INSTDIR\$0\*.*"
    StrCpy $Failed 1
    Push "A folder of somebody else's is in the place of: $0"
    Call Say
  ${ElseIf} ${FileExists} "$INSTDIR\$0"
    ${GetParent} "${STAGE}\old\$0" $1
    CreateDirectory $1
    Push "$INSTDIR\$0"
    Push "${STAGE}\old\$0"
    Call Move
    ${If} $Moved = 0
      StrCpy $Failed 1
      Push "In use: $0"
      Call Say
    ${EndIf}
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

; Open the list on the stack behind its byte order mark and push the handle; empty where there is none.
Function OpenList
  Exch $0
  Push $1
  StrCpy $1 ""
  ${If} ${FileExists} $0
    ClearErrors
    FileOpen $1 $0 r
    ${If} ${Errors}
      StrCpy $1 ""
    ${EndIf}
  ${EndIf}
  StrCpy $0 $1
  Pop $1
  Exch $0
FunctionEnd

; Replace a handle on the stack by the next path of its list; empty at the end.
; A list that lay on the disk may say anything: a path that leads out of the folder is passed over.
Function NextOfList
  Exch $0
  Push $1
  Push $2
  ${Do}
    ClearErrors
    FileReadUTF16LE $0 $1
    ${If} ${Errors}
      StrCpy $1 ""
      ${ExitDo}
    ${EndIf}
    ${TrimNewLines} $1 $1
    Push $1
    Call IsInside
    Pop $2
    ${If} $2 = 1
      ${ExitDo}
    ${EndIf}
  ${Loop}
  ClearErrors
  StrCpy $0 $1
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Replace a path on the stack by 1 where it is a plain path below a folder.
Function IsInside
  Exch $0
  Push $1
  StrCpy $1 $0 1
  ${If} $0 == ""
  ${OrIf} $1 == "\"
  ${OrIf} $1 == "/"
    StrCpy $0 0
  ${Else}
    ${StrStr} $1 $0 ".."
    ${StrStr} $0 $0 ":"
    StrCpy $0 "$0$1"
    ${If} $0 == ""
      StrCpy $0 1
    ${Else}
      StrCpy $0 0
    ${EndIf}
  ${EndIf}
  Pop $1
  Exch $0
FunctionEnd

; Move all files away that are named by the list whose path is on the stack.
Function MoveAway
  Exch $0
  Push $1
  Push $0
  Call OpenList
  Pop $0
  ${If} $0 != ""
    ${Do}
      Push $0
      Call NextOfList
      Pop $1
      ${If} $1 == ""
      ${OrIf} $Failed <> 0
        ${ExitDo}
      ${EndIf}
      ${If} $1 != "installed-files.txt" ; it is open, and the last to go
        Push $1
        Call MoveOneAway
      ${EndIf}
    ${Loop}
    FileClose $0
  ${EndIf}
  Push "installed-files.txt"
  Call MoveOneAway
  Pop $1
  Pop $0
FunctionEnd

; Move the unpacked files in. The list names the programs last.
Function Place
  Push $0
  Push $1
  Push $2
  Push "${STAGE}\journal.txt"
  Call OpenList
  Pop $0
  ${If} $0 == ""
    StrCpy $Failed 1
  ${Else}
    ${Do}
      Push $0
      Call NextOfList
      Pop $1
      ${If} $1 == ""
        ${ExitDo}
      ${EndIf}
      ${GetParent} "$INSTDIR\$1" $2
      CreateDirectory $2
      Push "${STAGE}\new\$1"
      Push "$INSTDIR\$1"
      Call Move
      ${If} $Moved = 0
        StrCpy $Failed 1
        ${ExitDo}
      ${EndIf}
    ${Loop}
    FileClose $0
  ${EndIf}
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Undo all moves. It may stop anywhere and be begun again: what was undone is not undone twice.
Function RollBack
  Push $0
  Push $1
  Push $2
  ${If} ${FileExists} "${STAGE}\placing"
    Push "${STAGE}\journal.txt"
    Call OpenList
    Pop $0
    ${If} $0 != ""
      ${Do}
        Push $0
        Call NextOfList
        Pop $1
        ${If} $1 == ""
          ${ExitDo}
        ${EndIf}
        ${IfNot} ${FileExists} "${STAGE}\new\$1"
        ${AndIf} ${FileExists} "$INSTDIR\$1"
          ${GetParent} "${STAGE}\new\$1" $2
          CreateDirectory $2
          Push "$INSTDIR\$1"
          Push "${STAGE}\new\$1"
          Call Move
        ${EndIf}
      ${Loop}
      FileClose $0
    ${EndIf}
  ${EndIf}
  StrCpy $Wanted 0
  Push ""
  Call MoveBack
  ${If} $Wanted = 0
    Delete "${STAGE}\journal.txt"
  ${EndIf}
  Push "$INSTDIR\_internal"
  Call RemoveEmpty
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Move back all files of a folder that were moved away. On the stack: the folder's path with a backslash, or "".
; $Wanted becomes 1 where a file cannot be moved back.
Function MoveBack
  Exch $0
  Push $1
  Push $2
  FindFirst $1 $2 "${STAGE}\old\$0*.*"
  ${DoWhile} $2 != ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      ${If} ${FileExists} "${STAGE}\old\$0$2\*.*"
        CreateDirectory "$INSTDIR\$0$2"
        Push "$0$2\"
        Call MoveBack
      ${Else}
        ; What is in its place was put there by the setup that was cut off, whatever the journal says.
        Delete "$INSTDIR\$0$2"
        Push "${STAGE}\old\$0$2"
        Push "$INSTDIR\$0$2"
        Call Move
        ${If} $Moved = 0
          StrCpy $Wanted 1
        ${EndIf}
      ${EndIf}
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Remove the folders that are empty below the one on the stack, and it.
Function RemoveEmpty
  Exch $0
  Push $1
  Push $2
  FindFirst $1 $2 "$0\*.*"
  ${DoWhile} $2 != ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
    ${AndIf} ${FileExists} "$0\$2\*.*"
      Push "$0\$2"
      Call RemoveEmpty
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
  RMDir $0
  ClearErrors
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
