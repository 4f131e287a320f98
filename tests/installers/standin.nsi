; A program that stands in for STORM DAT's in tests of the setup: small, for 64-bit Windows, and able to be in the way.
;   /window             a window that closes when asked to         /stubborn    one that does not
;   /lock FILE          holds the first byte of FILE locked, as the recorder does
;   /hold FILE          has FILE open so that nobody may move it
;   anything else       writes what it was told into noted.txt beside it
; /lock and /hold end when FILE.end is there and write FILE.held once they hold it.
Unicode true
Target amd64-unicode
SetCompress off
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh
Name "STORM DAT"
Caption "STORM DAT"
OutFile "${OUTFILE}"
RequestExecutionLevel user
VIProductVersion "1.0.0.0"
VIAddVersionKey FileVersion "${MARK}"
Var Stubborn
Page custom Show
Section
SectionEnd

Function Show
  nsDialogs::Create 1018
  Pop $0
  nsDialogs::Show
FunctionEnd

Function .onUserAbort
  ${If} $Stubborn = 1
    Abort
  ${EndIf}
FunctionEnd

!macro WORD OPTION VARIABLE
  ClearErrors
  ${GetOptions} $R0 "${OPTION}" ${VARIABLE}
!macroend

Function .onInit
  StrCpy $Stubborn 0
  ${GetParameters} $R0
  !insertmacro WORD "/window" $0
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  !insertmacro WORD "/stubborn" $0
  ${IfNot} ${Errors}
    StrCpy $Stubborn 1
    Return
  ${EndIf}
  SetSilent silent
  !insertmacro WORD "/lock " $1
  ${IfNot} ${Errors}
    System::Call 'kernel32::CreateFileW(w r1, i 0xC0000000, i 7, p 0, i 4, i 0, p 0) p.r2'
    System::Call 'kernel32::LockFile(p r2, i 0, i 0, i 1, i 0) i.r3'
    Goto stay
  ${EndIf}
  !insertmacro WORD "/hold " $1
  ${IfNot} ${Errors}
    System::Call 'kernel32::CreateFileW(w r1, i 0x80000000, i 1, p 0, i 3, i 0, p 0) p.r2'
    StrCpy $3 1
    Goto stay
  ${EndIf}
  FileOpen $2 "$EXEDIR\noted.txt" w
  FileWrite $2 "$R0"
  FileClose $2
  SetErrorLevel 0
  Quit
  stay:
  ${If} $2 = -1
  ${OrIf} $3 = 0
    SetErrorLevel 99
    Abort
  ${EndIf}
  FileOpen $4 "$1.held" w
  FileClose $4
  ${DoUntil} ${FileExists} "$1.end"
    Sleep 100
  ${Loop}
  Quit
FunctionEnd
