; The runtime that the window is drawn with. Windows 11 has it; for a Windows 10 without network a site puts
; Microsoft's offline installer beside this setup. It is not ours, has a licence of its own and is run only when
; somebody chose it and the runtime is not there.

!define WEBVIEW2_SETUP "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"
!define WEBVIEW2_CLIENT "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

; Push the runtime's version; empty where there is none.
Function WebView2Version
  Push $0
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2_CLIENT}" pv
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW2_CLIENT}" pv
  ${EndIf}
  ${If} $0 == "0.0.0.0"
    StrCpy $0 ""
  ${EndIf}
  ClearErrors
  Exch $0
FunctionEnd

; Silent: only with /WEBVIEW2=install. With pages: a choice that can be made where it makes sense.
Function OfferWebView2
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/WEBVIEW2=" $R1
  ClearErrors
  ${If} $R1 == "install"
    !insertmacro SelectSection ${SecWebView2}
  ${ElseIf} $R1 != ""
  ${AndIf} $R1 != "skip"
    !insertmacro REFUSE "" ${EXIT_PARAMETER} "/WEBVIEW2= takes install or skip. Nothing was changed."
  ${EndIf}
  Call WebView2Version
  Pop $0
  ${If} $0 != ""
    !insertmacro UnselectSection ${SecWebView2}
    !insertmacro SetSectionFlag ${SecWebView2} ${SF_RO}
    SectionSetText ${SecWebView2} "WebView2 runtime (is here: $0)"
  ${ElseIf} $R1 != "install"
  ${AndIfNot} ${FileExists} "$EXEDIR\${WEBVIEW2_SETUP}"
    !insertmacro SetSectionFlag ${SecWebView2} ${SF_RO}
    SectionSetText ${SecWebView2} "WebView2 runtime (no installer beside this setup)"
  ${EndIf}
FunctionEnd

Function InstallWebView2
  ${IfNot} ${FileExists} "$EXEDIR\${WEBVIEW2_SETUP}"
    StrCpy $0 "it is not beside this setup"
  ${Else}
    ClearErrors
    ExecWait '"$EXEDIR\${WEBVIEW2_SETUP}" /silent /install' $0
    ${If} ${Errors}
      StrCpy $0 "it could not be started"
    ${EndIf}
  ${EndIf}
  ${If} $0 != 0
    StrCpy $1 "${NAME} is installed, but Microsoft's installer of WebView2 (${WEBVIEW2_SETUP}) failed: $0. The window needs that runtime; the commands work without."
    Push $1
    Call Say
    MessageBox MB_OK|MB_ICONEXCLAMATION $1 /SD IDOK
    SetErrorLevel ${EXIT_WEBVIEW2}
  ${EndIf}
FunctionEnd
