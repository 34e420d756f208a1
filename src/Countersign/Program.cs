using Countersign.Cli;

#pragma warning disable RS0030 // here the clock is chosen
return await CommandLine.Run(args, TimeProvider.System);
