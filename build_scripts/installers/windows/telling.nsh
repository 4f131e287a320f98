; What setup and uninstaller say, and what both read from the command line.
; Each part is a macro that is inserted twice, since functions of the uninstaller have names of their own.

; Say why nothing is done, and end with a code. For .onInit, sections and what they call.
!macro REFUSE UN CODE SENTENCE
  StrCpy $Code ${CODE}
  Push "${SENTENCE}"
  Call ${UN}Say
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${CODE}
  Abort
!macroend

!macro TELLING UN
; Write a sentence (top of the stack) to the details and to the file that /LOG= names.
Function ${UN}Say
  Exch $0
  Push $1
  DetailPrint $0
  ${If} $LogFile != ""
    ClearErrors
    FileOpen $1 $LogFile a
    ${IfNot} ${Errors}
      FileSeek $1 0 END
      FileWriteUTF16LE /BOM $1 "$0$\r$\n"
      FileClose $1
    ${EndIf}
    ClearErrors
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

Function ${UN}ReadCommon
  ${${UN}GetParameters} $0
  ClearErrors
  ${${UN}GetOptions} $0 "/LOG=" $LogFile
  ${${UN}GetOptions} $0 "/WAIT=" $Wait
  ClearErrors
  ${If} $Wait == ""
    StrCpy $Wait 90 ; an idle recorder ends after 60 seconds
  ${EndIf}
  IntOp $1 $Wait + 0
  ${If} $1 != $Wait
  ${OrIf} $1 < 0
  ${OrIf} $1 > 86400
    !insertmacro REFUSE "${UN}" ${EXIT_PARAMETER} "/WAIT= takes seconds, 0 to 86400. Nothing was changed."
  ${EndIf}
FunctionEnd

Function ${UN}RestoreContext
  ${If} $MultiUser.InstallMode == "AllUsers"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd
!macroend

; MultiUser shows this even when silent, and a deployment would wait for a hand for ever.
Function RefuseWithoutRights
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${If} ${Errors}
    ClearErrors
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $1
  ${If} $1 != "Admin"
  ${AndIf} $1 != "Power"
    !insertmacro REFUSE "" ${EXIT_RIGHTS} "Installing for everybody needs the rights of an administrator. Nothing was changed."
  ${EndIf}
FunctionEnd
