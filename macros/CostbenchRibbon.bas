Attribute VB_Name = "CostbenchRibbon"
Option Explicit

Private Const UI_LANGUAGE As Long = 2 'msoLanguageIDUI
Private Const PRIMARY_LANGUAGE As Long = &H3FF
Private Const FRENCH As Long = &HC
Private Const DOOR As String = "costbench.interfaces.udf.excel_door"

Public Function InFrench() As Boolean
    Dim Settings As Object
    Set Settings = Application.LanguageSettings
    InFrench = (Settings.LanguageID(UI_LANGUAGE) And PRIMARY_LANGUAGE) = FRENCH
End Function

Public Sub RibbonLabel(control As IRibbonControl, ByRef returnedVal)
    Select Case control.ID
        Case "costbenchWorkbook": returnedVal = Either("New workbook", "Nouveau classeur")
        Case "costbenchScore": returnedVal = Either("Score a table", "Évaluer un tableau")
        Case "costbenchCompare": returnedVal = Either("Compare models", "Comparer les modèles")
        Case "costbenchHelp": returnedVal = Either("Help", "Aide")
    End Select
End Sub

Public Sub WriteWorkbook(control As IRibbonControl)
    Dim Path As Variant
    Dim Said As String
    Path = Application.GetSaveAsFilename(InitialFileName:="costbench.xlsx", FileFilter:="Excel (*.xlsx), *.xlsx")
    If VarType(Path) = vbBoolean Then Exit Sub
    On Error GoTo failed
    Application.Cursor = xlWait
    'The path travels as an argument of a call, never inside a command.
    Said = XLPy.Str(XLPy.Call(XLPy.Module(DOOR), "write_workbook", XLPy.Tuple(CStr(Path), Either("en", "fr"))))
    Application.Cursor = xlDefault
    If Said = "" Then
        Workbooks.Open CStr(Path)
    Else
        MsgBox Said, vbExclamation, "costbench"
    End If
    Exit Sub
failed:
    Application.Cursor = xlDefault
    MsgBox Err.Description, vbExclamation, "costbench"
End Sub

Public Sub ScoreTable(control As IRibbonControl)
    AnswerOnNewSheet "CB_SCORE", Either("Select the table of scenarios first, headers included.", _
        "Sélectionnez d’abord le tableau des scénarios, en-têtes compris.")
End Sub

Public Sub CompareModels(control As IRibbonControl)
    AnswerOnNewSheet "CB_COMPARE", Either("Select the names and values of your inputs first: two columns.", _
        "Sélectionnez d’abord les noms et les valeurs de vos données : deux colonnes.")
End Sub

Public Sub ShowHelp(control As IRibbonControl)
    MsgBox Either("Type =CB_ in a cell to see the functions, or open Insert Function and choose a category that " & _
        "begins with costbench. CB_MODELS() lists the models, CB_EXPLAIN(model) says a result in two sentences.", _
        "Tapez =CB_ dans une cellule pour voir les fonctions, ou ouvrez Insérer une fonction et choisissez une " & _
        "catégorie qui commence par costbench. CB_MODELS() donne les modèles, CB_EXPLAIN(modèle) résume un résultat " & _
        "en deux phrases.") & vbLf & vbLf & "costbench " & COSTBENCH_VERSION & ", xlwings " & XLWINGS_VERSION, _
        vbInformation, "costbench"
End Sub

Public Sub CheckVersions()
    Dim Installed As String
    Dim Linked As String
    Installed = GetConfig("COSTBENCH VERSION", "")
    Linked = GetConfig("XLWINGS VERSION", "")
    If Installed = COSTBENCH_VERSION And Linked = COSTBENCH_XLWINGS_VERSION Then Exit Sub
    If Installed = "" Then
        MsgBox Either("costbench does not know its Python yet. In a terminal: costbench addin install --target excel", _
            "costbench ne connaît pas encore son Python. Dans un terminal : costbench addin install --target excel"), _
            vbExclamation, "costbench"
    Else
        MsgBox Either("This add-in is costbench ", "Ce complément est costbench ") & COSTBENCH_VERSION & " (xlwings " & _
            COSTBENCH_XLWINGS_VERSION & "), Python : " & Installed & " (xlwings " & Linked & "). " & _
            Either("In a terminal: costbench addin install --target excel", _
            "Dans un terminal : costbench addin install --target excel"), vbExclamation, "costbench"
    End If
End Sub

Private Sub AnswerOnNewSheet(FunctionName As String, Missing As String)
    Dim Source As Range
    Dim Answer As Variant
    Dim Target As Range
    If TypeName(Selection) <> "Range" Then GoTo nothing_selected
    Set Source = Selection
    If Source.Areas.Count > 1 Or Application.WorksheetFunction.CountA(Source) = 0 Then GoTo nothing_selected
    On Error GoTo failed
    Application.Cursor = xlWait
    Answer = Application.Run("'" & ThisWorkbook.Name & "'!" & FunctionName, Source)
    Application.Cursor = xlDefault
    If Not IsArray(Answer) Then
        MsgBox CStr(Answer), vbExclamation, "costbench"
        Exit Sub
    End If
    Set Target = Source.Worksheet.Parent.Worksheets.Add(After:=Source.Worksheet).Range("A1")
    'A formula, not values: a text that begins with = would be taken for a formula if it were written as a value.
    Target.Resize(UBound(Answer, 1) - LBound(Answer, 1) + 1, UBound(Answer, 2) - LBound(Answer, 2) + 1).FormulaArray = _
        "=" & FunctionName & "(" & Source.Address(External:=True) & ")"
    Target.Worksheet.Columns.AutoFit
    Exit Sub
nothing_selected:
    MsgBox Missing, vbInformation, "costbench"
    Exit Sub
failed:
    Application.Cursor = xlDefault
    MsgBox Err.Description, vbExclamation, "costbench"
End Sub

Private Function Either(English As String, French As String) As String
    If InFrench() Then
        Either = French
    Else
        Either = English
    End If
End Function
