using System.CommandLine;
using SafeBms.Workbench;

RootCommand root = new("What a reviewer and a pipeline do with the specification.") { CheckCommand.Create() };
return root.Parse(args).Invoke();
