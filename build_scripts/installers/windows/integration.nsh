; Start menu, desktop, “Open with” and “Send to”. What a person or a site chose is kept for the next version.

!include "${GENERATED}\types.nsh" ; macro FOR_EACH_TYPE DO

!define CLASSES "Software\Classes"
!define APPLICATION "${CLASSES}\Applications\${WINDOW}"
!define PROGID "stormdat.document"

; Select a section by /NAME=yes or =no, else by what was chosen when this copy was installed.
!macro CHOICE SECTION OPTION
  ClearErrors
  ${GetOptions} $R0 "/${OPTION}=" $R1
  ${If} ${Errors}
    ReadRegStr $R1 SHCTX "${UNKEY}" "Setup${OPTION}"
  ${EndIf}
  ClearErrors
  ${If} $R1 == "yes"
    !insertmacro SelectSection ${SECTION}
  ${ElseIf} $R1 == "no"
    !insertmacro UnselectSection ${SECTION}
  ${ElseIf} $R1 != ""
    !insertmacro REFUSE "" ${EXIT_PARAMETER} "/${OPTION}= takes yes or no. Nothing was changed."
  ${EndIf}
!macroend

Function ReadChoices
  ${GetParameters} $R0
  !insertmacro CHOICE ${SecStartMenu} STARTMENU
  !insertmacro CHOICE ${SecDesktop} DESKTOP
  !insertmacro CHOICE ${SecOpenWith} OPENWITH
  !insertmacro CHOICE ${SecSendTo} SENDTO
FunctionEnd

!macro INTEGRATE SECTION OPTION UN DO
  ${If} ${SectionIsSelected} ${SECTION}
    WriteRegStr SHCTX "${UNKEY}" "Setup${OPTION}" yes
    Call ${DO}
  ${Else}
    WriteRegStr SHCTX "${UNKEY}" "Setup${OPTION}" no
    Call ${UN}
  ${EndIf}
!macroend

Function Integrate
  !insertmacro INTEGRATE ${SecStartMenu} STARTMENU NoStartMenu AddStartMenu
  !insertmacro INTEGRATE ${SecDesktop} DESKTOP NoDesktop AddDesktop
  !insertmacro INTEGRATE ${SecOpenWith} OPENWITH NoOpenWith AddOpenWith
  !insertmacro INTEGRATE ${SecSendTo} SENDTO NoSendTo AddSendTo
  Call TellShell
FunctionEnd

Function AddStartMenu
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}"
FunctionEnd

Function AddDesktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${WINDOW}"
FunctionEnd

Function AddSendTo
  ${If} $MultiUser.InstallMode == "CurrentUser"
    CreateShortcut "$SENDTO\${NAME}.lnk" "$INSTDIR\${WINDOW}"
  ${EndIf}
FunctionEnd

!macro SUPPORT TYPE
  WriteRegStr SHCTX "${APPLICATION}\SupportedTypes" "${TYPE}" ""
  WriteRegStr SHCTX "${CLASSES}\${TYPE}\OpenWithProgids" "${PROGID}" ""
!macroend

; The program becomes one of those that are offered. The default of a type is the person's and stays.
Function AddOpenWith
  WriteRegStr SHCTX "${APPLICATION}" FriendlyAppName "${NAME}"
  WriteRegStr SHCTX "${APPLICATION}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${APPLICATION}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\${PROGID}" "" "Document for ${NAME}"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  !insertmacro FOR_EACH_TYPE SUPPORT
FunctionEnd

!macro NO_SUPPORT TYPE
  DeleteRegValue SHCTX "${CLASSES}\${TYPE}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${TYPE}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${TYPE}"
!macroend

!macro TAKING_BACK UN
Function ${UN}NoStartMenu
  Delete "$SMPROGRAMS\${NAME}.lnk"
FunctionEnd

Function ${UN}NoDesktop
  Delete "$DESKTOP\${NAME}.lnk"
FunctionEnd

Function ${UN}NoSendTo
  ${If} $MultiUser.InstallMode == "CurrentUser"
    Delete "$SENDTO\${NAME}.lnk"
  ${EndIf}
FunctionEnd

Function ${UN}NoOpenWith
  DeleteRegKey SHCTX "${APPLICATION}"
  DeleteRegKey SHCTX "${CLASSES}\${PROGID}"
  !insertmacro FOR_EACH_TYPE NO_SUPPORT
FunctionEnd

Function ${UN}TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ClearErrors
FunctionEnd
!macroend
!insertmacro TAKING_BACK ""
!insertmacro TAKING_BACK "un."

Function un.Disintegrate
  Call un.NoStartMenu
  Call un.NoDesktop
  Call un.NoSendTo
  Call un.NoOpenWith
  Call un.TellShell
FunctionEnd
