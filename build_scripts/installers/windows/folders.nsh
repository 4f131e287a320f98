; Removing folders without following links to other places, as RMDir /r might.

!macro FOLDERS UN
; Replace the path on the stack by 1 where it is a link (junction, symbolic link) and by 0 where not.
Function ${UN}IsLinked
  Exch $0
  System::Call 'kernel32::GetFileAttributesW(w r0) i.r0'
  ${If} $0 = -1
    StrCpy $0 0
  ${Else}
    IntOp $0 $0 & 0x400
    ${If} $0 <> 0
      StrCpy $0 1
    ${EndIf}
  ${EndIf}
  Exch $0
FunctionEnd

; Remove the folder on the stack and what is in it; of a link in it the link alone.
Function ${UN}RemoveTree
  Exch $0
  Push $1
  Push $2
  Push $3
  FindFirst $1 $2 "$0\*.*"
  ${DoWhile} $2 != ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      Push "$0\$2"
      Call ${UN}IsLinked
      Pop $3
      ${If} $3 = 1
        RMDir "$0\$2"
        Delete "$0\$2"
      ${ElseIf} ${FileExists} "$0\$2\*.*"
        Push "$0\$2"
        Call ${UN}RemoveTree
      ${Else}
        Delete "$0\$2"
      ${EndIf}
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
  RMDir $0
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
!macroend
