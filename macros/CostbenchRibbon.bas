Attribute VB_Name = "CostbenchRibbon"
Option Explicit

Private Const DOOR As String = "costbench.interfaces.udf.excel_door"

Public Property Get XLPy() As PythonServer
    Static Link As PythonServer
    If Link Is Nothing Then Set Link = New PythonServer
    Set XLPy = Link
End Property

Public Sub Opened()
    DescribeFunctions
    CheckVersions
End Sub

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
    If Dir(CStr(Path)) <> "" Then
        If MsgBox(Either("Replace this file? ", "Remplacer ce fichier ? ") & CStr(Path), _
            vbYesNo + vbQuestion, "costbench") <> vbYes Then Exit Sub
    End If
    Application.Cursor = xlWait
    Said = XLPy.WriteWorkbook(CStr(Path), Either("en", "fr"))
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
    AnswerOnNewSheet "CB_SCORE", 2, Either("Select the table of scenarios first, headers included.", _
        "Sélectionnez d’abord le tableau des scénarios, en-têtes compris.")
End Sub

Public Sub CompareModels(control As IRibbonControl)
    AnswerOnNewSheet "CB_COMPARE", 1, Either("Select the names and values of your inputs first: two columns.", _
        "Sélectionnez d’abord les noms et les valeurs de vos données : deux colonnes.")
End Sub

Public Sub ShowHelp(control As IRibbonControl)
    MsgBox Either("Type =CB_ in a cell to see the functions, or open Insert Function and choose a category that " & _
        "begins with costbench. CB_MODELS() lists the models, CB_EXPLAIN(model) says a result in two sentences.", _
        "Tapez =CB_ dans une cellule pour voir les fonctions, ou ouvrez Insérer une fonction et choisissez une " & _
        "catégorie qui commence par costbench. CB_MODELS() donne les modèles, CB_EXPLAIN(modèle) résume un résultat " & _
        "en deux phrases.") & vbLf & vbLf & "costbench " & COSTBENCH_VERSION & ", xlwings " & COSTBENCH_XLWINGS_VERSION, _
        vbInformation, "costbench"
End Sub

Private Sub CheckVersions()
    Dim Installed As String
    Dim Linked As String
    Dim Remedy As String
    Installed = XLPy.Setting("COSTBENCH VERSION")
    Linked = XLPy.Setting("XLWINGS VERSION")
    If Installed = COSTBENCH_VERSION And Linked = COSTBENCH_XLWINGS_VERSION Then Exit Sub
    Remedy = Either("Install the add-in again: ", "Réinstallez le complément : ") & "costbench addin install --target excel"
    If Installed = "" Then
        MsgBox Either("costbench does not know its Python yet. ", _
            "costbench ne connaît pas encore son Python. ") & Remedy, vbExclamation, "costbench"
    Else
        MsgBox Either("This add-in is costbench ", "Ce complément est costbench ") & COSTBENCH_VERSION & " (xlwings " & _
            COSTBENCH_XLWINGS_VERSION & Either("); Python has ", ") ; Python a ") & Installed & " (xlwings " & Linked & "). " & _
            Remedy, vbExclamation, "costbench"
    End If
End Sub

Private Sub AnswerOnNewSheet(FunctionName As String, FewestRows As Long, Missing As String)
    Dim Source As Range
    Dim Answer As Variant
    Dim Target As Range
    If TypeName(Selection) <> "Range" Then GoTo nothing_selected
    Set Source = Application.Intersect(Selection, Selection.Worksheet.UsedRange) 'whole columns are often selected
    If Source Is Nothing Then GoTo nothing_selected
    If Source.Areas.Count > 1 Or Source.Rows.Count < FewestRows Then GoTo nothing_selected
    If Application.WorksheetFunction.CountA(Source) = 0 Then GoTo nothing_selected
    On Error GoTo failed
    Application.Cursor = xlWait
    Answer = XLPy.CallUDF(DOOR, FunctionName, Array(Source), ThisWorkbook, Source)
    Application.Cursor = xlDefault
    If Not IsArray(Answer) Then
        MsgBox CStr(Answer), vbExclamation, "costbench"
        Exit Sub
    End If
    Set Target = Source.Worksheet.Parent.Worksheets.Add(After:=Source.Worksheet).Range("A1")
    'A formula, not values: a text that begins with = would be taken for a formula if it were written as a value.
    Target.Resize(UBound(Answer, 1) - LBound(Answer, 1) + 1, UBound(Answer, 2) - LBound(Answer, 2) + 1).FormulaArray = _
        "=" & FunctionName & "('" & Replace(Source.Worksheet.Name, "'", "''") & "'!" & Source.Address & ")"
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
    If ThisWorkbook.InFrench() Then
        Either = French
    Else
        Either = English
    End If
End Function
