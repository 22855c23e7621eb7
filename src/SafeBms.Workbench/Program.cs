using SafeBms.Workbench;

return WorkbenchCommands.Run(args, Console.Out, Console.Error);
