// Rojo projects and place files for those who need no Studio: which files a project is made of, and what it becomes.
export { type OpenedProject, openProject } from './project/project.js';
